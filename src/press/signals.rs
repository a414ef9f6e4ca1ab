//! Ctrl-C, and the request of a system to end: what is being written is finished, and the
//! reader learns what is kept.

use crate::press::output::tell;
use crate::storage::finish_writing;
use std::process::{Child, ExitStatus};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::sleep;
use std::time::Duration;

/// True once the process is to end.
static IS_STOPPED: AtomicBool = AtomicBool::new(false);
/// The programs that this one waits for.
static PROGRAMS: AtomicUsize = AtomicUsize::new(0);

/// How often it is looked whether a program has ended.
const PAUSE: Duration = Duration::from_millis(20);
/// This many pauses are enough for programs to end, and for a write that hangs.
const PAUSES: u32 = 100;

/// From now on Ctrl-C and SIGTERM end this process with the exit status 130 or 143, no
/// file half-written, and it says what is `kept`. A signal that the process was told to
/// ignore, as in the background of a script, stays ignored.
#[cfg(unix)]
pub(crate) fn stop_gently(kept: &'static str) {
    use signal_hook::consts::{SIGINT, SIGTERM};
    use signal_hook::iterator::Signals;

    let listen = move || {
        let signals = [SIGINT, SIGTERM].into_iter();
        let signals = Signals::new(signals.filter(|signal| !is_ignored(*signal)));
        let first = |mut signals: Signals| signals.forever().next();
        if let Some(signal) = signals.ok().and_then(first) {
            stop(signal, kept);
        }
    };
    // Where the system has no thread left for it, a signal ends the process at once.
    let thread = std::thread::Builder::new().name("signals".to_owned());
    let _ = thread.spawn(listen);
}

#[cfg(not(unix))]
pub(crate) fn stop_gently(_kept: &'static str) {}

#[cfg(unix)]
fn stop(signal: i32, kept: &str) {
    IS_STOPPED.store(true, Ordering::SeqCst);
    finish_writing(PAUSE * PAUSES);
    for _ in 0..PAUSES {
        if PROGRAMS.load(Ordering::SeqCst) == 0 {
            break;
        }
        sleep(PAUSE);
    }
    let name = signal_hook::low_level::signal_name(signal).unwrap_or("a signal");
    tell!("\nstopped by {name}: {kept}");
    std::process::exit(128 + signal);
}

/// Whether this process was started with a signal ignored, as far as the system tells.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    ignored_of(&status) >> (signal - 1) & 1 == 1
}

/// The signals that are ignored, a bit each, in what Linux says of a process.
#[cfg(unix)]
fn ignored_of(status: &str) -> u64 {
    let mut lines = status.lines();
    let bits = lines.find_map(|line| line.strip_prefix("SigIgn:"));
    bits.and_then(|bits| u64::from_str_radix(bits.trim(), 16).ok())
        .unwrap_or(0)
}

/// Waits until a program ends, and ends it where this process is to end.
pub(crate) fn wait(program: &mut Child) -> std::io::Result<ExitStatus> {
    PROGRAMS.fetch_add(1, Ordering::SeqCst);
    let ended = loop {
        match program.try_wait() {
            Ok(None) if IS_STOPPED.load(Ordering::SeqCst) => {
                let _ = program.kill();
                break program.wait();
            }
            Ok(None) => sleep(PAUSE),
            Ok(Some(status)) => break Ok(status),
            Err(error) => break Err(error),
        }
    };
    PROGRAMS.fetch_sub(1, Ordering::SeqCst);
    // That the program did not end by itself is no error of its own.
    while IS_STOPPED.load(Ordering::SeqCst) {
        std::thread::park();
    }
    ended
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn what_a_process_ignores_is_read_from_its_status() {
        let status = "Name:\tdeepq\nSigIgn:\t0000000000001002\nSigCgt:\t0\n";
        // Signals 2 and 13.
        assert_eq!(ignored_of(status), 1 << 1 | 1 << 12);
        assert_eq!(ignored_of("Name:\tdeepq\n"), 0);
    }
}
