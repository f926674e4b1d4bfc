<#
.SYNOPSIS
Runs scripts in simulated shells: each job in a fresh runspace, many jobs in one process.
.DESCRIPTION
README.md beside this file has the formats. Result lines are appended as the jobs end; a job that kills the process leaves none.
Without files it takes them from its input: a line for each list, the two paths with a tab between; it answers "done".
.PARAMETER JobFile
JSON: a list of jobs.
.PARAMETER ResultFile
JSONL: one line a job, appended.
#>
[CmdletBinding()]
param([string] $JobFile, [string] $ResultFile)
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

Set-FixedDrive $ExecutionContext.SessionState.Drive

$script:CutOff = $false
function Invoke-JobList {
    param($Stage, [string] $JobFile, [string] $ResultFile)
    foreach ($job in @(ConvertFrom-Json ([IO.File]::ReadAllText($JobFile)) -AsHashtable -DateKind String)) {
        $result = Invoke-Job $Stage $job
        if ($result.terminatedBy -eq 'cut-off') { $script:CutOff = $true }
        [IO.File]::AppendAllText($ResultFile, (ConvertTo-Json $result -Depth 10 -Compress) + "`n")
    }
}
if ($JobFile) { Invoke-JobList $stage $JobFile $ResultFile }
else {
    while ($null -ne ($line = [Console]::In.ReadLine())) {
        $paths = $line.Split("`t")
        Invoke-JobList $stage $paths[0] $paths[1]
        [Console]::Out.WriteLine('done')
    }
}
# Scripts that were cut off sleep for ever and can keep the process from ending by itself.
if ($script:CutOff) { Stop-OwnProcess }
