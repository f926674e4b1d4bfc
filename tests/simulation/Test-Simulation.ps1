<#
.SYNOPSIS
Shows that the simulation keeps its rules. Prints "N passed, N failed"; exit code 1 when one failed.
#>
[CmdletBinding()]
param([string] $Folder = (Join-Path ([IO.Path]::GetTempPath()) "simulation-test-$PID"), [string] $Only = '*')
$ErrorActionPreference = 'Stop'
$script:Cases = [Collections.Generic.List[object]]::new()

# One case: a script in a shell of a scenario, and what must be true of its result and of the state it left.
function Add-Case {
    param([string] $Name, [string] $Context, [string] $Script, [scriptblock] $Check, [string] $Organisation = 'hbna', [string] $Scenario = 'nothing-there', [string] $Method = 'shared-principal', $Settings, $Job = @{})
    $script:Cases.Add(@{ Name = $Name; Context = $Context; Script = $Script; Check = $Check; Organisation = $Organisation; Scenario = $Scenario; Method = $Method; Settings = $Settings; Job = $Job })
}
foreach ($file in Get-ChildItem -Path (Join-Path $PSScriptRoot 'checks') -Filter '*.ps1' | Sort-Object Name) { . $file.FullName }

[void][IO.Directory]::CreateDirectory($Folder)
$host_ = [Environment]::ProcessPath
$certificates = Join-Path $Folder 'certificates'
$cases = @($script:Cases | Where-Object { $_.Name -like $Only })
$requests = @{}
for ($i = 0; $i -lt $cases.Count; $i++) {
    $case = $cases[$i]
    $case.Key = "$($case.Organisation)|$($case.Scenario)|$($case.Method)|$(ConvertTo-Json $case.Settings -Compress)"
    if (-not $requests.ContainsKey($case.Key)) { $requests[$case.Key] = @{ organisation = $case.Organisation; scenario = $case.Scenario; method = $case.Method; settings = $case.Settings; path = (Join-Path $Folder "state-$($requests.Count).json") } }
}
$requestFile = Join-Path $Folder 'requests.json'
[IO.File]::WriteAllText($requestFile, (ConvertTo-Json @($requests.Values) -Depth 6))
& $host_ -NoProfile -File (Join-Path $PSScriptRoot 'New-Scenario.ps1') -CertificateFolder $certificates -Request $requestFile
if ($LASTEXITCODE -ne 0) { throw 'the scenarios could not be made' }

function Invoke-JobList {
    param($Jobs, [string] $Name)
    $jobFile = Join-Path $Folder "$Name.jobs.json"
    $resultFile = Join-Path $Folder "$Name.results.jsonl"
    [IO.File]::WriteAllText($jobFile, (ConvertTo-Json @($Jobs) -Depth 10))
    & $host_ -NoProfile -File (Join-Path $PSScriptRoot 'Invoke-Jobs.ps1') -JobFile $jobFile -ResultFile $resultFile
    if (-not [IO.File]::Exists($resultFile)) { return @() }
    return @([IO.File]::ReadAllLines($resultFile) | ForEach-Object { ConvertFrom-Json $_ -AsHashtable -DateKind String })
}

$together = @()
for ($i = 0; $i -lt $cases.Count; $i++) {
    $case = $cases[$i]
    $scriptFile = Join-Path $Folder "case-$i.ps1"
    [IO.File]::WriteAllText($scriptFile, $case.Script)
    $job = @{ id = "$i"; context = $case.Context; script = $scriptFile; stateFrom = $requests[$case.Key].path; statePath = (Join-Path $Folder "case-$i.json"); logPath = (Join-Path $Folder "case-$i.log"); certificateFolder = $certificates }
    foreach ($name in $case.Job.Keys) { $job[$name] = $case.Job[$name] }
    $case.JobObject = $job
    $case.Kills = @($job['faults'] | Where-Object { $_ -and $_.kind -like 'kill*' }).Count -gt 0
    if (-not $case.Kills) { $together += $job }
}
$results = @{}
foreach ($result in (Invoke-JobList $together 'together')) { $results[$result['id']] = $result }
foreach ($case in $cases) { if ($case.Kills) { [void](Invoke-JobList @($case.JobObject) "alone-$($case.JobObject.id)") } }

$passed = 0
$failed = 0
for ($i = 0; $i -lt $cases.Count; $i++) {
    $case = $cases[$i]
    $state = ConvertFrom-Json ([IO.File]::ReadAllText((Join-Path $Folder "case-$i.json"))) -AsHashtable -DateKind String
    $logFile = Join-Path $Folder "case-$i.log"
    $log = @(if ([IO.File]::Exists($logFile)) { [IO.File]::ReadAllLines($logFile) | ForEach-Object { ConvertFrom-Json $_ -AsHashtable -DateKind String } })
    $result = $results["$i"]
    $trouble = $null
    try {
        if (-not $case.Kills -and $null -eq $result) { throw 'there is no result' }
        if ($result -and $result['simulationError'] -and -not $case.Job['expectBroken']) { throw "simulation error: $($result['simulationError'])" }
        foreach ($truth in @(& $case.Check $result $state $log)) { if ($truth -isnot [bool]) { throw "a check gave '$truth', not a truth value" } elseif (-not $truth) { throw 'a check is not true' } }
    } catch { $trouble = $_.Exception.Message }
    if ($trouble) {
        $failed++
        Write-Output "FAILED $($case.Name): $trouble"
        if ($result) { Write-Output "  output: $($result['output'] -join ' / ')`n  errors: $($result['errors'] -join ' / ') $($result['error'])" }
    } else { $passed++ }
}
Write-Output "$passed passed, $failed failed"
if ($failed -gt 0) { exit 1 }
[IO.Directory]::Delete($Folder, $true)
exit 0
