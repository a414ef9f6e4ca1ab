//! The weights θ of any network: read, written, saved and loaded.
//!
//! Files are safetensors with the names and the layout of PyTorch's `Sequential`, so
//! `torch.load_state_dict` takes them, and PyTorch's files load here. A [`Layer`]
//! stores the transpose of PyTorch's weight; it is turned round on the way.
//!
//! [`Layer`]: crate::foundations::layer::Layer

use crate::error::Error;
use crate::foundations::layer::TRANSPOSED;
use crate::foundations::tensors::{Dev, Gradients};
use crate::storage::{read_whole, write_whole};
use dfdx::nn::tensor_collection::{
    RecursiveWalker, TensorOptions, TensorVisitor, ViewTensorMut, ViewTensorName,
    ViewTensorRef,
};
use dfdx::prelude::*;
use safetensors::{SafeTensors, tensor::TensorView};
use std::collections::BTreeMap;
use std::fmt::Display;
use std::path::Path;

// ANCHOR: weights
/// One named tensor of a network.
#[derive(Clone, Debug, PartialEq)]
pub struct Weight {
    /// Its name, such as `2.weight`.
    pub name: String,
    /// Its shape, such as `[128, 512]`: (out, in) for the weight of a layer.
    pub shape: Vec<usize>,
    /// Its numbers, the last dimension running fastest.
    pub values: Vec<f32>,
}

/// All weights of a network, in the order of its layers.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Weights(pub Vec<Weight>);
// ANCHOR_END: weights

/// Before the names of what an environment kept.
pub(crate) const ENVIRONMENT: &str = "environment";

/// The key under which a file says which recipe trained it.
pub(crate) const RECIPE_KEY: &str = "recipe";

impl Weights {
    /// A copy of the weights of `network`.
    pub fn of<N: TensorCollection<f32, Dev>>(network: &N) -> Self {
        let weights = stored(network, None).into_iter();
        let in_file = |weight: Weight| match as_in_files(&weight.name) {
            Some(name) => weight.transposed(name),
            None => weight,
        };
        Self(weights.map(in_file).collect())
    }

    /// Writes these weights into `network`, which must have the same names and
    /// shapes. What an environment kept is left out: it is no weight of a network.
    ///
    /// # Errors
    /// [`Error::ModelWeightMissing`], [`Error::ModelWeightUnknown`] and
    /// [`Error::ModelShape`]; the network is then left as it was.
    pub fn copy_into<N: TensorCollection<f32, Dev>>(
        &self,
        network: &mut N,
    ) -> Result<(), Error> {
        let (_, own) = self.split(ENVIRONMENT);
        own.check_fits(&Self::of(network))?;
        N::iter_tensors(&mut RecursiveWalker {
            m: (network, String::new()),
            f: &mut Writer(self),
        })
        .map(|_| ())
    }

    /// Checks that these weights have the names and the shapes of `expected`.
    ///
    /// # Errors
    /// [`Error::ModelWeightMissing`], [`Error::ModelWeightUnknown`] and
    /// [`Error::ModelShape`].
    pub(crate) fn check_fits(&self, expected: &Self) -> Result<(), Error> {
        for wanted in &expected.0 {
            self.get(&wanted.name)?.check_shape(&wanted.shape)?;
        }
        match self.0.iter().find(|w| expected.get(&w.name).is_err()) {
            Some(unknown) => Err(Error::ModelWeightUnknown(unknown.name.clone())),
            None => Ok(()),
        }
    }

    /// Checks that each number is finite: with others no network plays.
    ///
    /// # Errors
    /// [`Error::NotFiniteWeight`], with the first that is not.
    pub(crate) fn check_finite(&self) -> Result<(), Error> {
        for Weight { name, values, .. } in &self.0 {
            if let Some(value) = values.iter().find(|value| !value.is_finite()) {
                return Err(Error::NotFiniteWeight {
                    name: name.clone(),
                    value: *value,
                });
            }
        }
        Ok(())
    }

    fn get(&self, name: &str) -> Result<&Weight, Error> {
        let found = self.0.iter().find(|weight| weight.name == name);
        found.ok_or_else(|| Error::ModelWeightMissing(name.to_owned()))
    }

    /// The numbers of the vector `name`.
    ///
    /// # Errors
    /// [`Error::ModelWeightMissing`] and [`Error::ModelShape`].
    pub fn vector<const N: usize>(&self, name: &str) -> Result<[f32; N], Error> {
        let weight = self.get(name)?;
        weight.check_shape(&[N])?;
        Ok(std::array::from_fn(|i| weight.values[i]))
    }

    /// The same weights as parts of `module`: `mean` becomes `module.mean`.
    #[must_use]
    pub fn within(mut self, module: &str) -> Self {
        for weight in &mut self.0 {
            weight.name = format!("{module}.{}", weight.name);
        }
        self
    }

    /// The weights of `module`, by the names that they have in it, and all others: the
    /// reverse of [`Weights::within`].
    pub fn split(&self, module: &str) -> (Self, Self) {
        let (mut inside, mut outside) = (Self::default(), Self::default());
        for weight in &self.0 {
            let rest = weight.name.strip_prefix(module);
            match rest.and_then(|rest| rest.strip_prefix('.')) {
                Some(name) => inside.0.push(Weight {
                    name: name.to_owned(),
                    ..weight.clone()
                }),
                None => outside.0.push(weight.clone()),
            }
        }
        (inside, outside)
    }

    /// Saves these weights as safetensors, with the name of the recipe that trained
    /// them. The file appears whole or not at all.
    ///
    /// # Errors
    /// As for [`Weights::save_with`].
    pub fn save(&self, path: &Path, recipe: &str) -> Result<(), Error> {
        let named = [(RECIPE_KEY.to_owned(), recipe.to_owned())];
        self.save_with(path, &BTreeMap::from(named))
    }

    /// Saves these weights as safetensors, with what is said of them as its metadata.
    /// The file appears whole or not at all.
    ///
    /// # Errors
    /// [`Error::Write`] when the file cannot be written, and [`Error::ModelShape`]
    /// when a weight has more or fewer numbers than its shape says.
    pub fn save_with(
        &self,
        path: &Path,
        metadata: &BTreeMap<String, String>,
    ) -> Result<(), Error> {
        write_whole(path, &self.to_bytes(metadata)?)
    }

    /// The bytes of a file of safetensors with these weights, and with what is said of
    /// them as its metadata.
    ///
    /// # Errors
    /// [`Error::ModelShape`] when a weight has more or fewer numbers than its shape says.
    pub fn to_bytes(
        &self,
        metadata: &BTreeMap<String, String>,
    ) -> Result<Vec<u8>, Error> {
        for weight in &self.0 {
            weight.check_shape(&weight.shape)?;
        }
        let bytes: Vec<Vec<u8>> = self.0.iter().map(Weight::bytes).collect();
        let views = self.0.iter().zip(&bytes).map(|(weight, bytes)| {
            let dtype = safetensors::Dtype::F32;
            let view = TensorView::new(dtype, weight.shape.clone(), bytes)
                .expect("the bytes are those of the shape");
            (&weight.name, view)
        });
        let file = safetensors::serialize(views, None)
            .expect("names are unique and the header is small");
        Ok(with_metadata(&file, metadata))
    }

    /// Loads weights that were saved by [`Weights::save`] or by PyTorch.
    ///
    /// # Errors
    /// [`Error::Read`] when there is no such file, and [`Error::NotAModel`] when it
    /// is not safetensors, is cut short, or holds other numbers than `f32`.
    pub fn load(path: &Path) -> Result<Self, Error> {
        Ok(Self::load_with_metadata(path)?.0)
    }

    /// As [`Weights::load`], with what the file says of them. The file is read once, so
    /// that it may be a pipe.
    pub(crate) fn load_with_metadata(
        path: &Path,
    ) -> Result<(Self, BTreeMap<String, String>), Error> {
        let file = read_whole(path)?;
        Ok((Self::of_file(path, &file)?, metadata_of_file(path, &file)?))
    }

    /// The weights in the bytes of a file, for a page, which reads no files. Errors name
    /// it by `path`.
    ///
    /// # Errors
    /// [`Error::NotAModel`], as for [`Weights::load`].
    pub fn of_file(path: &Path, file: &[u8]) -> Result<Self, Error> {
        let tensors = SafeTensors::deserialize(file);
        let tensors = tensors.map_err(|error| not_a_model(path, error))?;
        let mut weights: Vec<Weight> = Vec::new();
        for (name, view) in tensors.iter() {
            if view.dtype() != safetensors::Dtype::F32 {
                return Err(not_a_model(path, format!("{name} is not of type F32")));
            }
            let values = view.data().as_chunks().0.iter();
            weights.push(Weight {
                name: name.to_owned(),
                shape: view.shape().to_vec(),
                values: values.map(|bytes| f32::from_le_bytes(*bytes)).collect(),
            });
        }
        weights.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(Self(weights))
    }
}

/// The recipe that a model file names, or `None` for one saved elsewhere.
pub fn recipe_of_model(path: &Path) -> Result<Option<String>, Error> {
    Ok(metadata_of_file(path, &read_whole(path)?)?.remove(RECIPE_KEY))
}

/// What is said of the weights in a model file; nothing in most that were saved
/// elsewhere.
///
/// # Errors
/// [`Error::Read`] when there is no such file, and [`Error::NotAModel`] when it is not
/// safetensors or is cut short.
pub fn metadata_of_model(path: &Path) -> Result<BTreeMap<String, String>, Error> {
    let file = read_whole(path)?;
    let tensors = SafeTensors::deserialize(&file);
    tensors.map_err(|error| not_a_model(path, error))?;
    metadata_of_file(path, &file)
}

fn metadata_of_file(
    path: &Path,
    file: &[u8],
) -> Result<BTreeMap<String, String>, Error> {
    let (_, header) = SafeTensors::read_metadata(file)
        .map_err(|error| not_a_model(path, error))?;
    let metadata = header.metadata().clone().unwrap_or_default();
    Ok(metadata.into_iter().collect())
}

/// A file of safetensors with metadata in its header, in alphabetical order: the same
/// metadata gives the same bytes, which it does not where a hash map orders it.
fn with_metadata(file: &[u8], metadata: &BTreeMap<String, String>) -> Vec<u8> {
    let (length, rest) = file.split_first_chunk().expect("a file has a length");
    let length = u64::from_le_bytes(*length).try_into();
    let (header, data) = rest.split_at(length.expect("it is in memory"));
    let metadata = serde_json::to_string(metadata).expect("text is valid JSON");
    let comma = if header.starts_with(b"{}") { "" } else { "," };
    let mut longer = format!("{{\"__metadata__\":{metadata}{comma}").into_bytes();
    longer.extend_from_slice(header[1..].trim_ascii_end());
    // The numbers begin where those of 8 bytes may.
    longer.resize(longer.len().next_multiple_of(8), b' ');
    let length = (longer.len() as u64).to_le_bytes();
    [&length, &longer[..], data].concat()
}

fn not_a_model(path: &Path, reason: impl Display) -> Error {
    Error::NotAModel {
        path: path.to_owned(),
        reason: reason.to_string(),
    }
}

impl Weight {
    /// A vector.
    pub fn vector(name: &str, values: &[f32]) -> Self {
        Self {
            name: name.to_owned(),
            shape: vec![values.len()],
            values: values.to_vec(),
        }
    }

    /// The transpose of a matrix, under `name`.
    fn transposed(self, name: String) -> Self {
        let (rows, columns) = (self.shape[0], self.shape[1]);
        let at = |i: usize| self.values[(i % rows) * columns + i / rows];
        Self {
            name,
            shape: vec![columns, rows],
            values: (0..rows * columns).map(at).collect(),
        }
    }

    fn check_shape(&self, expected: &[usize]) -> Result<(), Error> {
        let count: usize = self.shape.iter().product();
        if self.shape == expected && self.values.len() == count {
            return Ok(());
        }
        Err(Error::ModelShape {
            name: self.name.clone(),
            found: self.shape.clone(),
            numbers: self.values.len(),
            expected: expected.to_vec(),
        })
    }

    fn bytes(&self) -> Vec<u8> {
        self.values.iter().flat_map(|v| v.to_le_bytes()).collect()
    }
}

/// The weights of `network` as it stores them, or their gradients.
pub(crate) fn stored<N: TensorCollection<f32, Dev>>(
    network: &N,
    gradients: Option<&Gradients>,
) -> Vec<Weight> {
    let read = Vec::new();
    let mut reader = Reader { gradients, read };
    let visited = N::iter_tensors(&mut RecursiveWalker {
        m: (network, String::new()),
        f: &mut reader,
    });
    visited.expect("the device has memory for one more copy of a weight");
    reader.read
}

/// Collects names, shapes and numbers.
struct Reader<'a> {
    gradients: Option<&'a Gradients>,
    read: Vec<Weight>,
}

impl TensorVisitor<f32, Dev> for Reader<'_> {
    type Viewer = (ViewTensorRef, ViewTensorName);
    type Err = <Dev as HasErr>::Err;
    type E2 = f32;
    type D2 = Dev;

    fn visit<S: Shape>(
        &mut self,
        _options: TensorOptions<S, f32, Dev>,
        (tensor, name): (&Tensor<S, f32, Dev>, String),
    ) -> Result<Option<Tensor<S, f32, Dev>>, Self::Err> {
        self.read.push(Weight {
            name,
            shape: tensor.shape().concrete().into_iter().collect(),
            values: match self.gradients {
                Some(gradients) => gradients.get(tensor).as_vec(),
                None => tensor.as_vec(),
            },
        });
        Ok(None)
    }
}

/// Copies each weight of the file into the tensor of the same name.
struct Writer<'a>(&'a Weights);

impl TensorVisitor<f32, Dev> for Writer<'_> {
    type Viewer = (ViewTensorMut, ViewTensorName);
    type Err = Error;
    type E2 = f32;
    type D2 = Dev;

    fn visit<S: Shape>(
        &mut self,
        _options: TensorOptions<S, f32, Dev>,
        (tensor, name): (&mut Tensor<S, f32, Dev>, String),
    ) -> Result<Option<Tensor<S, f32, Dev>>, Self::Err> {
        match as_in_files(&name) {
            Some(in_file) => {
                let weight = self.0.get(&in_file)?.clone().transposed(name);
                tensor.copy_from(&weight.values);
            }
            None => tensor.copy_from(&self.0.get(&name)?.values),
        }
        Ok(None)
    }
}

/// The name in files of a weight that is stored transposed.
fn as_in_files(name: &str) -> Option<String> {
    let layer = name.strip_suffix(TRANSPOSED)?;
    Some(format!("{layer}weight"))
}
