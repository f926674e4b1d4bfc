//! `Test-Bundle.ps1` run by a real PowerShell against bundles that were left alone, changed, signed.
//!
//! Ignored where no PowerShell is found (`PWSH`, else `pwsh` on the path); the case with real
//! signatures also where `osslsigncode` and `openssl` are not.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use hybrid_oauth::bundle::{self, Bundle};
use hybrid_oauth::layout;
use hybrid_oauth::load::load_path;
use libtest_mimic::{Failed, Trial};
use tempfile::TempDir;

use crate::damage::{self, Case};
use crate::powershell;
use crate::tools::all_there;

type Outcome = Result<(), Failed>;

const SIGNATURE: &str =
    "\r\n# SIG # Begin signature block\r\n# MIIFuQYJKoZI+/c=\r\n# SIG # End signature block\r\n";

pub fn trials() -> Vec<Trial> {
    let unsigned = powershell::find().is_none();
    let tools = !all_there(&["osslsigncode", "openssl"]);
    let trial = |name: &str, case: fn() -> Outcome, ignored: bool| {
        Trial::test(format!("test_bundle::{name}"), case).with_ignored_flag(ignored)
    };
    let mut trials: Vec<Trial> = damage::cases()
        .into_iter()
        .enumerate()
        .map(|(number, case)| {
            let name = format!("test_bundle::{} is told as verify tells it", case.name);
            Trial::test(name, move || told(number, &case)).with_ignored_flag(unsigned)
        })
        .collect();
    trials.extend([
        trial("a result shows what matters", shown, unsigned),
        trial("PowerShell judges a signature", judged, unsigned),
        trial("real signatures are found", signed, unsigned || tools),
    ]);
    trials
}

/// The exit code, and `status path` of each object in the order of the paths.
type Told = (i32, Vec<String>);

/// A bundle on disk.
struct Place(TempDir);

static BUNDLE: LazyLock<Bundle> = LazyLock::new(|| {
    let config = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/contoso.json");
    let loaded = load_path(&config);
    bundle::build(&loaded.tenant.expect("a right config"), &loaded.sha256)
});

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().expect("a folder"));
        for file in &BUNDLE.files {
            let path = place.path(&file.path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
            fs::write(path, &file.bytes).expect("written");
        }
        place
    }

    /// Below the folder of the test, so that there is something outside of it.
    fn bundle(&self) -> PathBuf {
        self.0.path().join("bundle")
    }

    fn path(&self, name: &str) -> PathBuf {
        self.bundle().join(name)
    }

    fn append(&self, name: &str, text: &str) {
        let mut bytes = fs::read(self.path(name)).expect("read");
        bytes.extend_from_slice(text.as_bytes());
        fs::write(self.path(name), bytes).expect("written");
    }

    /// What the script says, after some commands.
    fn test(&self, before: &str) -> Result<Told, Failed> {
        let signature = if before.is_empty() { "" } else { " {2}" };
        let told = run_all(&[format!("{before} {}", self.command(signature))])?;
        told.into_iter().next().ok_or("nothing was said".into())
    }

    /// Runs the script; writes what it says, then its exit code.
    fn command(&self, signature: &str) -> String {
        let script = self.path(layout::TEST_BUNDLE);
        format!(
            "$global:LASTEXITCODE = 0; & '{}' 3>$null 6>$null | ForEach-Object -Process {{ '{{0}} {{1}}{signature}' -f $_.Status, $_.Path, $_.Signature }}; \"= $LASTEXITCODE\"",
            script.display()
        )
    }
}

/// Runs commands that end with an exit code, all in one PowerShell.
fn run_all(commands: &[String]) -> Result<Vec<Told>, Failed> {
    let engine = powershell::find().ok_or("no PowerShell")?;
    let folder = tempfile::tempdir()?;
    let script = folder.path().join("all.ps1");
    fs::write(&script, commands.join("\n"))?;
    let output = powershell::once(&engine)
        .args(["-NoProfile", "-File"])
        .arg(&script)
        .output()?;
    if !output.stderr.is_empty() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let mut all = Vec::new();
    let mut lines = Vec::new();
    for line in String::from_utf8_lossy(&output.stdout).lines() {
        match line.strip_prefix("= ") {
            Some(code) => all.push((code.parse()?, std::mem::take(&mut lines))),
            None => lines.push(line.to_owned()),
        }
    }
    if all.len() == commands.len() {
        return Ok(all);
    }
    Err(format!("{} of {} ended", all.len(), commands.len()).into())
}

/// What the script says of each damaged bundle.
static OF_DAMAGED: LazyLock<Result<Vec<Told>, String>> = LazyLock::new(|| {
    let places: Vec<Place> = damage::cases()
        .iter()
        .map(|case| {
            let place = Place::new();
            (case.damage)(&place.bundle());
            place
        })
        .collect();
    let commands: Vec<String> = places.iter().map(|place| place.command("")).collect();
    run_all(&commands).map_err(|failed| failed.message().unwrap_or_default().to_owned())
});

/// Signatures are not judged by every PowerShell: there it must not say that all is well.
fn told(number: usize, case: &Case) -> Outcome {
    let (code, lines) = &OF_DAMAGED.as_ref().map_err(Failed::from)?[number];
    if *lines != case.told {
        return Err(format!("{lines:?} is not {:?}", case.told).into());
    }
    let signed = case.code == 0 && !case.told.is_empty();
    match (*code == case.code, signed) {
        (true, false) => Ok(()),
        (false, true) if *code == 1 || *code == 2 => Ok(()),
        _ => Err(format!("ends with {code}, not with {}", case.code).into()),
    }
}

/// What `Get-AuthenticodeSignature` says decides; without it nothing is passed.
fn judged() -> Outcome {
    for (says, code) in [
        ("[pscustomobject] @{ Status = 'Valid' }", 0),
        ("[pscustomobject] @{ Status = 'HashMismatch' }", 2),
        ("[pscustomobject] @{ Status = 'NotTrusted' }", 2),
        ("[pscustomobject] @{ Status = 'NotSigned' }", 2),
        ("[pscustomobject] @{ Status = 'UnknownError' }", 2),
        (
            "throw [System.Management.Automation.CommandNotFoundException]::new('none')",
            1,
        ),
    ] {
        let place = Place::new();
        place.append("common.ps1", SIGNATURE);
        let stub = format!("function Get-AuthenticodeSignature {{ param($LiteralPath) {says} }};");
        let found = place.test(&stub)?;
        let status = says
            .split('\'')
            .nth(1)
            .unwrap_or_default()
            .replace("none", "Unknown");
        let wanted = (code, vec![format!("signed common.ps1 {status}")]);
        if found != wanted {
            return Err(format!("{found:?} is not {wanted:?}").into());
        }
    }
    Ok(())
}

/// What a script returns has more than what it shows; that is for who asks.
fn shown() -> Outcome {
    let engine = powershell::find().ok_or("no PowerShell")?;
    let place = Place::new();
    let script = place.path("exchange-shell/01-preflight.ps1");
    // Here is no Exchange, so it stops at once.
    let command = format!(
        "$result = & '{}' 3>$null 6>$null; Out-String -InputObject $result; $result.PSObject.Properties.Name -join ' '",
        script.display()
    );
    let output = powershell::once(&engine)
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
        serde_json::from_slice(&fs::read(place.path(layout::MANIFEST))?)?;
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
        wanted.push(format!("signed {name} Valid"));
    }
    wanted.sort();
    let trusted = "function Get-AuthenticodeSignature { [pscustomobject] @{ Status = 'Valid' } };";
    let (code, mut lines) = place.test(trusted)?;
    lines.sort();
    if (code, &lines) != (0, &wanted) {
        return Err(format!("{code}, {lines:?} is not {wanted:?}").into());
    }
    place.append("common.ps1", "# more\r\n");
    let (code, _) = place.test("")?;
    if code == 2 {
        Ok(())
    } else {
        Err(format!("a changed signed script ends with {code}").into())
    }
}
