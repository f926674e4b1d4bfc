<#
.SYNOPSIS
Runs scripts in simulated shells: each job in a fresh runspace, many jobs in one process.
.DESCRIPTION
README.md beside this file has the formats. Result lines are appended as the jobs end; a job that kills the process leaves none.
.PARAMETER JobFile
JSON: a list of jobs.
.PARAMETER ResultFile
JSONL: one line a job, appended.
#>
[CmdletBinding()]
param([Parameter(Mandatory)] [string] $JobFile, [Parameter(Mandatory)] [string] $ResultFile)
Set-StrictMode -Off
$ErrorActionPreference = 'Stop'
$script:Root = $PSScriptRoot
. (Join-Path $PSScriptRoot 'engine/Catalogue.ps1')
foreach ($file in Get-ChildItem -Path (Join-Path $PSScriptRoot 'engine'), (Join-Path $PSScriptRoot 'exchange'), (Join-Path $PSScriptRoot 'graph') -Filter '*.ps1') { . $file.FullName }
# the runner itself waits and reads dates as usual
Remove-Item function:Start-Sleep, function:Get-Date, function:Invoke-Command
Stop-SystemLog
$stage = Get-Stage $PSScriptRoot
. (Join-Path $PSScriptRoot 'Runner.ps1')

$jobs = ConvertFrom-Json ([IO.File]::ReadAllText($JobFile)) -AsHashtable -DateKind String
$cutOff = $false
foreach ($job in @($jobs)) {
    $result = Invoke-Job $stage $job
    if ($result.terminatedBy -eq 'cut-off') { $cutOff = $true }
    [IO.File]::AppendAllText($ResultFile, (ConvertTo-Json $result -Depth 10 -Compress) + "`n")
}
# Scripts that were cut off sleep for ever and can keep the process from ending by itself.
if ($cutOff) { Stop-OwnProcess }
