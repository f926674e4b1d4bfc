//! A folder in which the evidence cannot be written.

use super::{Attack, Forged, Scene};
use crate::proof::evidence;

/// Before its first change, the step says that a file is the matter, and nothing is changed.
pub fn all(scene: &Scene) -> Vec<Attack> {
    if scene.step.id != "auth-servers" {
        return Vec::new();
    }
    let file = format!("evidence/{}.new", evidence::file(scene.step, "apply"));
    vec![Attack {
        exit: 1,
        ..Attack::on(
            &file,
            "evidence-held",
            Forged::Folder,
            "your account needs the right Modify there",
        )
    }]
}
