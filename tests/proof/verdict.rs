//! What a trial found.

use libtest_mimic::Failed;

/// The complaints of a trial; none when it holds.
#[derive(Debug, Clone, Default)]
pub struct Verdict {
    complaints: Vec<String>,
    looked_at: usize,
}

/// More complaints of one trial help nobody.
const MOST: usize = 40;

impl Verdict {
    /// Notes a complaint unless the claim holds.
    pub fn claim(&mut self, holds: bool, complaint: impl FnOnce() -> String) {
        self.looked_at += 1;
        if !holds {
            self.complaints.push(complaint());
        }
    }

    /// Notes a complaint.
    pub fn complain(&mut self, complaint: String) {
        self.complaints.push(complaint);
    }

    /// The end of the trial. A trial that looked at nothing fails: it would prove nothing.
    pub fn conclude(&self) -> Result<(), Failed> {
        if self.complaints.is_empty() {
            return if self.looked_at == 0 {
                Err("nothing was looked at".into())
            } else {
                Ok(())
            };
        }
        let mut text = self
            .complaints
            .iter()
            .take(MOST)
            .cloned()
            .collect::<Vec<_>>()
            .join("\n");
        if self.complaints.len() > MOST {
            text.push_str(&format!("\n... and {} more", self.complaints.len() - MOST));
        }
        Err(text.into())
    }
}
