//! Windows does not rename or remove what somebody has open, nor a folder that somebody stands in.
//!
//! A scanner or an indexer looks at every new file for a moment: so what is refused is tried again.
//! A shell in a folder stays: then it is said what is the matter.

use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::Duration;

use walkdir::WalkDir;

/// How long one refusal is waited out; scanners are done sooner.
const MOMENT: Duration = Duration::from_millis(1500);

/// How long is waited in vain in one run. Ten thousand bundles that are refused do not take hours.
const MOST: Duration = Duration::from_secs(10);

const ACCESS_DENIED: i32 = 5;
const SHARING_VIOLATION: i32 = 32;
/// A removed file keeps its name while a scanner has it open.
const DIRECTORY_NOT_EMPTY: i32 = 145;

/// Whether somebody has the file or folder open, as far as Windows tells: it says "access denied"
/// for a folder with an open file in it, and where writing is not allowed.
#[must_use]
pub fn is_in_use(error: &io::Error) -> bool {
    cfg!(windows)
        && matches!(
            error.raw_os_error(),
            Some(ACCESS_DENIED | SHARING_VIOLATION)
        )
}

/// Does it again for a moment while somebody has the file or folder open.
///
/// # Errors
/// The last one.
pub fn patiently<T>(act: impl FnMut() -> io::Result<T>) -> io::Result<T> {
    static IN_VAIN: AtomicU64 = AtomicU64::new(0);
    let most = MOST.saturating_sub(Duration::from_millis(IN_VAIN.load(Ordering::Relaxed)));
    let mut waited = Duration::ZERO;
    let done = repeat(act, is_in_use, MOMENT.min(most), |time| {
        waited += time;
        thread::sleep(time);
    });
    if done.is_err() {
        let waited = u64::try_from(waited.as_millis()).unwrap_or(u64::MAX);
        IN_VAIN.fetch_add(waited, Ordering::Relaxed);
    }
    done
}

/// Renames, with patience.
///
/// # Errors
/// What the system says.
pub fn rename(from: &Path, to: &Path) -> io::Result<()> {
    patiently(|| fs::rename(from, to))
}

/// Removes a file, with patience.
///
/// # Errors
/// What the system says.
pub fn remove_file(file: &Path) -> io::Result<()> {
    patiently(|| fs::remove_file(file))
}

/// Removes a folder with all that is in it, with patience, read-only files too.
///
/// # Errors
/// What the system says.
pub fn remove_dir_all(folder: &Path) -> io::Result<()> {
    let first = fs::remove_dir_all(folder);
    if cfg!(not(windows)) || first.is_ok() {
        return first;
    }
    make_removable(folder);
    patiently(|| match fs::remove_dir_all(folder) {
        Err(error) if error.raw_os_error() == Some(DIRECTORY_NOT_EMPTY) => {
            Err(io::Error::from_raw_os_error(SHARING_VIOLATION))
        }
        other => other,
    })
}

/// Windows removes no file that is read-only.
fn make_removable(folder: &Path) {
    for entry in WalkDir::new(folder).into_iter().flatten() {
        let Ok(metadata) = entry.metadata() else {
            continue;
        };
        let mut permissions = metadata.permissions();
        if permissions.readonly() && !metadata.is_symlink() {
            #[allow(
                clippy::permissions_set_readonly_false,
                reason = "called on Windows only, where it means no more than that"
            )]
            permissions.set_readonly(false);
            let _ = fs::set_permissions(entry.path(), permissions);
        }
    }
}

/// Tries at growing distances until it works, fails otherwise, or `most` has been waited.
fn repeat<T>(
    mut act: impl FnMut() -> io::Result<T>,
    again: impl Fn(&io::Error) -> bool,
    most: Duration,
    mut wait: impl FnMut(Duration),
) -> io::Result<T> {
    let (mut left, mut next) = (most, Duration::from_millis(10));
    loop {
        match act() {
            Err(error) if again(&error) && !left.is_zero() => {
                let time = next.min(left);
                wait(time);
                left -= time;
                next *= 2;
            }
            done => return done,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(code: i32) -> io::Error {
        io::Error::from_raw_os_error(code)
    }

    fn is_refused(error: &io::Error) -> bool {
        matches!(
            error.raw_os_error(),
            Some(ACCESS_DENIED | SHARING_VIOLATION)
        )
    }

    #[test]
    fn a_look_of_a_scanner_is_waited_out() {
        let (mut tries, mut waited) = (0, Duration::ZERO);
        let act = || {
            tries += 1;
            match tries {
                1 => Err(refused(SHARING_VIOLATION)),
                2 | 3 => Err(refused(ACCESS_DENIED)),
                _ => Ok(()),
            }
        };
        repeat(act, is_refused, MOMENT, |time| waited += time).expect("the fourth try works");
        assert_eq!((tries, waited), (4, Duration::from_millis(10 + 20 + 40)));
    }

    #[test]
    fn patience_ends() {
        let (mut tries, mut waited) = (0, Duration::ZERO);
        let act = || {
            tries += 1;
            Err::<(), _>(refused(SHARING_VIOLATION))
        };
        let error = repeat(act, is_refused, MOMENT, |time| waited += time).expect_err("refused");
        assert_eq!(error.raw_os_error(), Some(SHARING_VIOLATION));
        assert_eq!(waited, MOMENT);
        assert!((5..12).contains(&tries), "{tries}");
    }

    #[test]
    fn other_errors_are_told_at_once() {
        let act = || Err::<(), _>(refused(2));
        let wait = |_| panic!("nothing to wait for");
        assert!(repeat(act, is_refused, MOMENT, wait).is_err());
    }
}
