<#
.SYNOPSIS
Writes states of simulated organisations, and the certificates that go with them.
.DESCRIPTION
README.md beside this file has the names. Many states can be written by one process: -Request takes a JSON list of
{ "organisation"|"config", "scenario", "method", "path", "settings" }.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)] [string] $CertificateFolder,
    [string] $Request,
    [string] $Organisation = 'hbna',
    [string] $Config,
    [string] $Scenario = 'nothing-there',
    [string] $Method,
    [string] $Path,
    [switch] $List
)
$ErrorActionPreference = 'Stop'
foreach ($file in 'engine/State.ps1', 'engine/Digest.ps1', 'Certificates.ps1', 'scenarios/Organisation.ps1', 'scenarios/Parts.ps1', 'scenarios/Scenarios.ps1', 'scenarios/Failures.ps1') { . (Join-Path $PSScriptRoot $file) }
if ($List) {
    $script:Scenarios.Keys
    $script:Failures.Keys | ForEach-Object { "failure:$_" }
    return
}
$certificates = Get-CertificateSet $CertificateFolder
$requests = if ($Request) { ConvertFrom-Json ([IO.File]::ReadAllText($Request)) -AsHashtable } else { @(@{ organisation = $Organisation; config = $Config; scenario = $Scenario; method = $Method; path = $Path }) }
foreach ($one in @($requests)) {
    $file = if ($one['config']) { $one['config'] } else { Join-Path $PSScriptRoot "scenarios/organisations/$($one['organisation']).json" }
    $settings = ConvertFrom-Json ([IO.File]::ReadAllText($file)) -AsHashtable
    $method = if ($one['method']) { $one['method'] } elseif ($settings['method']) { $settings['method'] } else { 'dedicated-app' }
    foreach ($default in @{ cloud = 'global' }.GetEnumerator()) { if (-not $settings.Contains($default.Key)) { $settings[$default.Key] = $default.Value } }
    if (-not $settings.Contains('name')) { $settings['name'] = $settings['on_premises']['smtp_domains'][0] }
    if (-not $settings['on_premises'].Contains('servers')) { $settings['on_premises']['servers'] = @(@{ name = 'EX01'; build = '15.2.1748.37' }) }
    if (-not $settings['tenant'].Contains('id')) { $settings['tenant']['id'] = Get-FixedId "tenant $($settings['tenant']['initial_domain'])" }
    if (-not $settings.Contains('verification')) { $domain = $settings['on_premises']['smtp_domains'][0]; $settings['verification'] = @{ on_premises_mailbox = "User1@$domain"; online_mailbox = "AdeleV@$domain" } }
    $state = New-OrganisationState $settings $certificates $method
    $name = $one['scenario']
    if ($name -like 'failure:*') {
        $failure = $name.Substring(8)
        if (-not $script:Failures.Contains($failure)) { throw "there is no failure '$failure'" }
        Set-Done $state $certificates $method
        & $script:Failures[$failure] $state $certificates $method
    } else {
        if (-not $script:Scenarios.Contains($name)) { throw "there is no scenario '$name'" }
        & $script:Scenarios[$name] $state $certificates $method
    }
    $state['scenario'] = $name
    if ($one['settings']) { foreach ($key in $one['settings'].Keys) { $state['settings'][$key] = $one['settings'][$key] } }
    Write-SimulationState $state $one['path']
}
