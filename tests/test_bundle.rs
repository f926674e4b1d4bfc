//! `Test-Bundle.ps1` run by a real PowerShell against bundles that were left alone, changed, signed.
//!
//! Ignored where no PowerShell is found (`PWSH`, else `pwsh` on the path); the case with real
//! signatures also where `osslsigncode` and `openssl` are not.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use hybrid_oauth::bundle;
use hybrid_oauth::load::load_path;
use libtest_mimic::{Arguments, Failed, Trial};
use tempfile::TempDir;

type Outcome = Result<(), Failed>;

const SIGNATURE: &str =
    "\r\n# SIG # Begin signature block\r\n# MIIFuQYJKoZI+/c=\r\n# SIG # End signature block\r\n";

fn main() {
    let arguments = Arguments::from_args();
    let unsigned = powershell().is_none();
    let tools = on_path("osslsigncode").is_none() || on_path("openssl").is_none();
    let trial = |name: &str, case: fn() -> Outcome, ignored: bool| {
        Trial::test(name, case).with_ignored_flag(ignored)
    };
    let trials = vec![
        trial(
            "a whole bundle ends with 0 and says nothing",
            whole,
            unsigned,
        ),
        trial(
            "files that the scripts write are left out",
            written,
            unsigned,
        ),
        trial("a changed file ends with 2", changed, unsigned),
        trial("a missing file ends with 2", missing, unsigned),
        trial(
            "a foreign file ends with 2, hidden and below too",
            foreign,
            unsigned,
        ),
        trial("a changed manifest ends with 2", manifest, unsigned),
        trial(
            "a bundle without manifest ends with 1",
            no_manifest,
            unsigned,
        ),
        trial("a signature block is accepted", signature_block, unsigned),
        trial(
            "nothing but a signature block is accepted",
            not_a_signature,
            unsigned,
        ),
        trial("real signatures are accepted", signed, unsigned || tools),
        trial("a result shows what matters", shown, unsigned),
    ];
    libtest_mimic::run(&arguments, trials).exit();
}

fn powershell() -> Option<PathBuf> {
    match std::env::var_os("PWSH").filter(|named| !named.is_empty()) {
        Some(named) => Some(PathBuf::from(named)),
        None => on_path("pwsh"),
    }
}

fn on_path(name: &str) -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?)
        .map(|folder| folder.join(name))
        .find(|file| file.is_file())
}

/// A bundle on disk.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let place = tempfile::tempdir().expect("a folder");
        let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/contoso.json");
        let loaded = load_path(&config);
        let bundle = bundle::build(&loaded.tenant.expect("a right config"), &loaded.sha256);
        for file in &bundle.files {
            let path = place.path().join(&file.path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, &file.bytes).expect("written");
        }
        Self(place)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn append(&self, name: &str, text: &str) {
        let mut bytes = fs::read(self.path(name)).expect("read");
        bytes.extend_from_slice(text.as_bytes());
        fs::write(self.path(name), bytes).expect("written");
    }

    fn write(&self, name: &str) {
        fs::create_dir_all(self.path(name).parent().expect("a folder")).expect("a folder");
        fs::write(self.path(name), "x").expect("written");
    }

    /// The exit code, and `status path` of each object in the order of the paths.
    fn test(&self) -> Result<(i32, Vec<String>), Failed> {
        let engine = powershell().ok_or("no PowerShell")?;
        let script = self.path(bundle::TEST_BUNDLE);
        let command = format!(
            "& '{}' 3>$null 6>$null | ForEach-Object -Process {{ '{{0}} {{1}}' -f $_.Status, $_.Path }}; exit $LASTEXITCODE",
            script.display()
        );
        let output = Command::new(engine)
            .args(["-NoProfile", "-Command", &command])
            .output()?;
        let told = String::from_utf8_lossy(&output.stdout);
        let mut lines: Vec<String> = told.lines().map(str::to_owned).collect();
        lines.sort();
        let code = output.status.code().ok_or("killed")?;
        if !output.stderr.is_empty() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        Ok((code, lines))
    }

    fn expect(&self, code: i32, lines: &[&str]) -> Outcome {
        let found = self.test()?;
        let wanted = (code, lines.iter().map(|line| (*line).to_owned()).collect());
        if found == wanted {
            return Ok(());
        }
        Err(format!("{found:?} is not {wanted:?}").into())
    }
}

/// What a script returns has more than what it shows; that is for who asks.
fn shown() -> Outcome {
    let engine = powershell().ok_or("no PowerShell")?;
    let place = Place::new();
    let script = place.path("exchange-shell/01-preflight.ps1");
    // Here is no Exchange, so it stops at once.
    let command = format!(
        "$result = & '{}' 3>$null 6>$null; Out-String -InputObject $result; $result.PSObject.Properties.Name -join ' '",
        script.display()
    );
    let output = Command::new(engine)
        .args(["-NoProfile", "-Command", &command])
        .output()?;
    let told = String::from_utf8_lossy(&output.stdout);
    let names: Vec<&str> = told
        .lines()
        .filter_map(|line| Some(line.split_once(" : ")?.0.trim()))
        .collect();
    let wanted = ["Step", "Action", "Result", "ExitCode", "Evidence"];
    let rest = ["Changes", "Findings", "Diagnosis"];
    if names != wanted || !rest.iter().all(|name| told.contains(name)) {
        return Err(format!("{told}{}", String::from_utf8_lossy(&output.stderr)).into());
    }
    Ok(())
}

fn whole() -> Outcome {
    Place::new().expect(0, &[])
}

fn written() -> Outcome {
    let place = Place::new();
    for name in [
        "evidence/01-preflight.apply.json",
        "handoff/certificate.json",
        "state/exo.json",
    ] {
        place.write(name);
    }
    place.expect(0, &[])
}

fn changed() -> Outcome {
    let place = Place::new();
    place.append("RUNBOOK.md", " ");
    place.append("exo/12-connector-to-on-premises.ps1", "# one more line\r\n");
    place.expect(
        2,
        &[
            "changed RUNBOOK.md",
            "changed exo/12-connector-to-on-premises.ps1",
        ],
    )
}

fn missing() -> Outcome {
    let place = Place::new();
    fs::remove_file(place.path("common.ps1"))?;
    place.expect(2, &["missing common.ps1"])
}

fn foreign() -> Outcome {
    let place = Place::new();
    for name in [
        "exo/extra.ps1",
        ".hidden",
        "evidence.ps1",
        "mggraph/evidence/x.json",
    ] {
        place.write(name);
    }
    place.expect(
        2,
        &[
            "foreign .hidden",
            "foreign evidence.ps1",
            "foreign exo/extra.ps1",
            "foreign mggraph/evidence/x.json",
        ],
    )
}

/// Whoever changes a file and its digest in the manifest is told by the list of digests.
fn manifest() -> Outcome {
    let place = Place::new();
    let old = bundle::sha256(&fs::read(place.path("common.ps1"))?);
    place.append("common.ps1", "# changed\r\n");
    let new = bundle::sha256(&fs::read(place.path("common.ps1"))?);
    let text = fs::read_to_string(place.path(bundle::MANIFEST))?;
    fs::write(place.path(bundle::MANIFEST), text.replace(&old, &new))?;
    place.expect(2, &["changed common.ps1", "changed manifest.json"])
}

fn no_manifest() -> Outcome {
    let place = Place::new();
    fs::remove_file(place.path(bundle::MANIFEST))?;
    place.expect(1, &[])?;
    let place = Place::new();
    fs::write(place.path(bundle::MANIFEST), "{}")?;
    place.expect(1, &[])
}

fn signature_block() -> Outcome {
    let place = Place::new();
    place.append("common.ps1", SIGNATURE);
    place.append("Test-Bundle.ps1", SIGNATURE.trim_start());
    place.expect(0, &["signed Test-Bundle.ps1", "signed common.ps1"])
}

fn not_a_signature() -> Outcome {
    let place = Place::new();
    let hidden = SIGNATURE.replace("# MIIF", "Remove-Item x\r\n# MIIF");
    place.append("common.ps1", &format!("{SIGNATURE}Remove-Item x\r\n"));
    place.append("mggraph/16-clean-up.ps1", &format!("# more\r\n{SIGNATURE}"));
    place.append("exchange-shell/01-preflight.ps1", &hidden);
    place.append("RUNBOOK.md", SIGNATURE);
    place.append("exo/00-collect.ps1", &format!("{SIGNATURE}{SIGNATURE}"));
    place.expect(
        2,
        &[
            "changed RUNBOOK.md",
            "changed common.ps1",
            "changed exchange-shell/01-preflight.ps1",
            "changed exo/00-collect.ps1",
            "changed mggraph/16-clean-up.ps1",
        ],
    )
}

fn run(command: &mut Command) -> Outcome {
    let output = command.output()?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)).into())
}

/// Every script is signed as the runbook says, with a certificate made for this test.
fn signed() -> Outcome {
    let place = Place::new();
    let keys = tempfile::tempdir()?;
    let key = keys.path().join("key.pem");
    let certificate = keys.path().join("certificate.pem");
    run(Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "2",
            "-subj",
            "/CN=Code signing",
        ])
        .args(["-addext", "extendedKeyUsage=codeSigning", "-keyout"])
        .arg(&key)
        .arg("-out")
        .arg(&certificate))?;
    let listed: serde_json::Value =
        serde_json::from_slice(&fs::read(place.path(bundle::MANIFEST))?)?;
    let mut wanted = Vec::new();
    for file in listed["files"].as_array().ok_or("no files")? {
        let name = file["path"].as_str().ok_or("no path")?;
        if !name.ends_with(".ps1") {
            continue;
        }
        let out = keys.path().join("signed.ps1");
        run(Command::new("osslsigncode")
            .args(["sign", "-h", "sha256", "-certs"])
            .arg(&certificate)
            .arg("-key")
            .arg(&key)
            .arg("-in")
            .arg(place.path(name))
            .arg("-out")
            .arg(&out))?;
        fs::rename(&out, place.path(name))
            .or_else(|_| fs::copy(&out, place.path(name)).map(|_| ()))?;
        let _ = fs::remove_file(&out);
        wanted.push(format!("signed {name}"));
    }
    wanted.sort();
    place.expect(0, &wanted.iter().map(String::as_str).collect::<Vec<_>>())?;
    place.append("common.ps1", "# more\r\n");
    let (code, _) = place.test()?;
    if code == 2 {
        Ok(())
    } else {
        Err(format!("a changed signed script ends with {code}").into())
    }
}
