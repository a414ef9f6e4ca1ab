//! Event files of `TensorBoard`: records of protocol buffers, one after another.

use crate::error::Error;
use crate::lab::reading::table::{Line, Table, check_cells};
use prost::Message;
use std::collections::BTreeMap;
use std::path::Path;

/// A record of an event file, with what is read of it.
#[derive(Clone, PartialEq, Message)]
struct Event {
    #[prost(int64, tag = "2")]
    step: i64,
    #[prost(message, optional, tag = "5")]
    summary: Option<Summary>,
}

#[derive(Clone, PartialEq, Message)]
struct Summary {
    #[prost(message, repeated, tag = "1")]
    values: Vec<Value>,
}

#[derive(Clone, PartialEq, Message)]
struct Value {
    #[prost(string, tag = "1")]
    tag: String,
    #[prost(float, optional, tag = "2")]
    simple: Option<f32>,
    #[prost(message, optional, tag = "8")]
    tensor: Option<Tensor>,
}

/// A value of the newer kind: a number, or text.
#[derive(Clone, PartialEq, Message)]
struct Tensor {
    #[prost(bytes = "vec", tag = "4")]
    content: Vec<u8>,
    #[prost(float, repeated, tag = "5")]
    floats: Vec<f32>,
    #[prost(bytes = "vec", repeated, tag = "8")]
    texts: Vec<Vec<u8>>,
}

impl Value {
    fn number(&self) -> Option<f32> {
        let of_tensor = || {
            let tensor = self.tensor.as_ref()?;
            let content: Option<[u8; 4]> = tensor.content.as_slice().try_into().ok();
            let content = content.map(f32::from_le_bytes);
            tensor.floats.first().copied().or(content)
        };
        self.simple.or_else(of_tensor)
    }
}

/// What an event file says: a line for each step, and a column for each tag.
#[derive(Debug)]
pub(super) struct Events {
    pub table: Table,
    /// The texts, such as a table of settings.
    pub texts: Vec<String>,
}

/// Whether a file begins as an event file does: the length of the first record, and a
/// record of the file's version.
pub(super) fn is_event_file(file: &[u8]) -> bool {
    file.get(12..)
        .and_then(|record| record.get(..64.min(record.len())))
        .is_some_and(|record| record.windows(6).any(|bytes| bytes == b"brain."))
}

/// Reads an event file. A last record that is cut short, as in a file that is still
/// written, is passed over.
///
/// # Errors
/// [`Error::BadRow`] with the number of a record that cannot be read.
pub(super) fn events(path: &Path, file: &[u8]) -> Result<Events, Error> {
    let mut titles = vec!["step".to_owned()];
    let mut places = BTreeMap::from([(titles[0].clone(), 0)]);
    let mut steps: Vec<(i64, BTreeMap<usize, f32>)> = Vec::new();
    let mut texts = Vec::new();
    for (number, record) in (1..).zip(records(file)) {
        let event = Event::decode(record).map_err(|error| Error::BadRow {
            path: path.to_owned(),
            line: number,
            reason: format!("it is no event of TensorBoard: {error}"),
        })?;
        for value in event.summary.into_iter().flat_map(|summary| summary.values) {
            let Some(number) = value.number() else {
                let text = value.tensor.into_iter().flat_map(|tensor| tensor.texts);
                texts.extend(text.map(|t| String::from_utf8_lossy(&t).into_owned()));
                continue;
            };
            let place = *places.entry(value.tag).or_insert_with_key(|tag| {
                titles.push(tag.clone());
                titles.len() - 1
            });
            match steps.last_mut() {
                Some((step, cells))
                    if *step == event.step && !cells.contains_key(&place) =>
                {
                    cells.insert(place, number);
                }
                _ => steps.push((event.step, BTreeMap::from([(place, number)]))),
            }
        }
    }
    check_cells(path, steps.len(), titles.len())?;
    // Writers of several threads may leave steps out of their order.
    steps.sort_by_key(|(step, _)| *step);
    let line = |(number, (step, cells)): (u64, (i64, BTreeMap<usize, f32>))| Line {
        number,
        cells: (0..titles.len())
            .map(|place| match place {
                0 => Some(step.to_string()),
                _ => cells.get(&place).map(ToString::to_string),
            })
            .collect(),
    };
    let lines = (1..).zip(steps).map(line).collect();
    let table = Table { titles, lines };
    Ok(Events { table, texts })
}

/// The records: each a length of 8 bytes and its checksum of 4, the record, and its
/// checksum of 4.
fn records(file: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = file;
    std::iter::from_fn(move || {
        let (head, after) = rest.split_at_checked(12)?;
        let length = u64::from_le_bytes(head[..8].try_into().ok()?);
        let length = usize::try_from(length).ok()?;
        let record = after.get(..length)?;
        rest = after.get(length.checked_add(4)?..)?;
        Some(record)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(event: &Event) -> Vec<u8> {
        let bytes = event.encode_to_vec();
        let mut record = (bytes.len() as u64).to_le_bytes().to_vec();
        record.extend([0; 4]);
        record.extend(bytes);
        record.extend([0; 4]);
        record
    }

    fn event(step: i64, tag: &str, simple: f32) -> Event {
        let value = Value {
            tag: tag.to_owned(),
            simple: Some(simple),
            tensor: None,
        };
        let values = vec![value];
        let summary = Some(Summary { values });
        Event { step, summary }
    }

    #[test]
    fn each_step_is_a_line_and_each_tag_a_column() {
        let file = [
            record(&event(10, "loss", 0.5)),
            record(&event(10, "r", 3.0)),
            record(&event(20, "r", 4.0)),
        ]
        .concat();
        let table = events(Path::new("f"), &file).unwrap().table;
        assert_eq!(table.titles, ["step", "loss", "r"]);
        let cells: Vec<Vec<_>> = table
            .lines
            .iter()
            .map(|line| line.cells.iter().map(Option::as_deref).collect())
            .collect();
        let expected = [
            vec![Some("10"), Some("0.5"), Some("3")],
            vec![Some("20"), None, Some("4")],
        ];
        assert_eq!(cells, expected);
        // A record that is still written is passed over.
        let cut = events(Path::new("f"), &file[..file.len() - 5])
            .unwrap()
            .table;
        assert_eq!(cut.lines.len(), 1);
    }
}
