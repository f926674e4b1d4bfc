#Requires -Version 5.1
<#
.SYNOPSIS
What all step scripts of the bundle share. The same bytes for every organisation.
.DESCRIPTION
Each step script dot-sources this file, which loads organization.ps1. A step that is data then names its $resources;
another defines what it needs of Get-StepState (reads what is there), Get-StepChange (describes as changes what is not
as wanted) and Get-StepUndo (describes the way back to what was there before, by the record).
Every change goes through Invoke-HybridChange: written to the folder evidence with what stood there, made, read back.
Rollback puts exactly that back. Nothing here makes a network call of its own.
Exit codes: 0 done or nothing to do, 1 failed, 2 there are changes (-WhatIf, Verify), 3 a precondition is not met.
.EXAMPLE
. ..\common.ps1
#>
[CmdletBinding()]
# Changes are asked about in one place, Invoke-HybridChange; what else is called New or Set makes or calls one.
[System.Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '',
    Scope = 'Function', Target = '*')]
param()
Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
. (Join-Path -Path $PSScriptRoot -ChildPath 'organization.ps1')
$script:HybridRun = $null
$resources = @()
# What every change tells its cmdlet: ShouldProcess was asked already, and an error ends the step.
$quiet = @{ WhatIf = $false; Confirm = $false; ErrorAction = 'Stop' }
