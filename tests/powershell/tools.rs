//! Tests that ask another program: where it is not found, they show as ignored.

use std::process::Command;

use libtest_mimic::Trial;

use crate::on_path::on_path;

/// Whether all of these programs are on the path.
pub fn all_there(names: &[&str]) -> bool {
    names.iter().all(|name| on_path(name).is_some())
}

/// Whether a program is there and may do what it is for.
pub fn works(program: &str, arguments: &[&str]) -> bool {
    let done = Command::new(program).args(arguments).output();
    done.is_ok_and(|done| done.status.success())
}

/// A test that panics when it fails.
pub fn trial(name: &str, there: bool, test: fn()) -> Trial {
    let test = move || {
        test();
        Ok(())
    };
    Trial::test(name, test).with_ignored_flag(!there)
}
