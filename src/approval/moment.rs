//! Moments as RFC 3339 writes them in UTC.

use std::time::{SystemTime, UNIX_EPOCH};

/// Now, to the second: `2026-11-25T21:40:14Z`.
#[must_use]
pub fn now() -> String {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    of(since.map_or(0, |since| since.as_secs()))
}

/// A number of seconds since 1970.
#[must_use]
pub fn of(seconds: u64) -> String {
    let (year, month, day) = date(seconds / 86_400);
    let second = seconds % 86_400;
    format!(
        "{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z",
        second / 3600,
        second / 60 % 60,
        second % 60
    )
}

/// The date of a day since 1970 in the Gregorian calendar, counted in eras of 400 years from a first of March
/// (Howard Hinnant, *chrono-Compatible Low-Level Date Algorithms*).
fn date(day: u64) -> (u64, u64, u64) {
    let day = day + 719_468;
    let (era, day) = (day / 146_097, day % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let first = (153 * month + 2) / 5;
    let (month, next) = if month < 10 {
        (month + 3, 0)
    } else {
        (month - 9, 1)
    };
    (400 * era + year + next, month, day - first + 1)
}

/// The digits of a moment, so that those of different forms compare as text: `20261125214014`.
#[must_use]
pub fn digits(moment: &str) -> String {
    let digits: String = moment.chars().filter(char::is_ascii_digit).collect();
    format!("{digits:0<14}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_the_calendar() {
        for (seconds, text) in [
            (0, "1970-01-01T00:00:00Z"),
            (951_782_400, "2000-02-29T00:00:00Z"),
            (1_798_761_599, "2026-12-31T23:59:59Z"),
            (4_107_542_400, "2100-03-01T00:00:00Z"),
        ] {
            assert_eq!(of(seconds), text);
        }
        assert_eq!(digits("2026-11-25T21:40:14Z"), "20261125214014");
        assert_eq!(digits("20261125"), "20261125000000");
    }
}
