#Requires -Version 5.1
<#
.SYNOPSIS
What all step scripts of the bundle share. The same bytes for every organisation.

.DESCRIPTION
Each step script dot-sources this file and defines three functions of its own:
  Get-StepState   reads what is there, each kind of object once
  Get-StepChange  compares it with what is wanted and describes each difference as a change
  Get-StepUndo    compares it with the record of what was there before and describes the way back
Apply, Verify, -WhatIf and Rollback are made of these. Every change goes through Invoke-HybridChange.
It makes no network call of its own.
#>
Set-StrictMode -Version 3.0
$script:HybridRun = $null
