# --- A step from beginning to end ---------------------------------------------------------------

function Invoke-HybridPlanner([scriptblock] $Planner, [string] $Nothing) {
    <# .SYNOPSIS Makes the changes that a planner describes; Verify and -WhatIf only say them. Returns the result. #>
    $run = $script:HybridRun
    $pending = @(& $Planner | Where-Object { $null -ne $_ })
    if (-not $run.Step.CanChange) { $Nothing = 'This step only looks. Nothing was changed.' }
    elseif ($run.Action -eq 'Verify' -or $run.WhatIf) { $Nothing = 'All is as wanted. Nothing to do.' }
    if ($run.Action -ne 'Verify' -and -not $run.WhatIf) {
        Invoke-HybridPlan -Planner $Planner -Pending $pending
        if ($run.Action -eq 'Rollback') { Complete-HybridRollback }
        if ($run.Changed -gt 0) { return 'changed' }
        Write-HybridMessage -Text $Nothing
        return 'unchanged'
    }
    foreach ($change in $pending) {
        Write-HybridMessage -Text "Not as wanted yet, would be changed: $($change.Text)"
        $run.Changes.Add((ConvertTo-HybridEntry -Change $change))
    }
    if ($pending.Count -gt 0) { return 'would-change' }
    Write-HybridMessage -Text $Nothing
    return 'unchanged'
}

function Get-HybridRollbackRecord {
    <# .SYNOPSIS The record that Rollback needs; stops when it is lost. Null when there is nothing to undo. #>
    if (-not $script:HybridRun.Step.CanChange) { return $null }
    $record = Read-HybridRecord
    if ($null -ne $record) { return , $record }
    $path = Get-HybridEvidenceFile -Action 'Apply'
    if ([System.IO.File]::Exists("$path.undone-1")) {
        Stop-HybridStep -Reason "This step was undone already ($path.undone-* keeps the record), and nothing was recorded since. If it was run again since, its evidence is lost: undo by hand with the runbook."
    }
    Stop-HybridStep -Reason "There is no record of what this step changed: $path is missing. That is not the same as nothing to undo. Bring the evidence folder back, or undo by hand with the runbook."
}

function Invoke-HybridAction {
    <# .SYNOPSIS Runs the asked action between the proof of the shell and the result. #>
    $run = $script:HybridRun
    Write-HybridMessage -Text ('{0:00} {1}: {2} ({3})' -f $run.Step.Number, $run.Step.Id, $run.Step.Title, $run.Action)
    # Shell and organisation are proven before anything else is done.
    switch ($run.Step.Context) {
        'exchange-shell' { Assert-HybridExchangeShell }
        'exo' { Assert-HybridExchangeOnline }
        'mggraph' { Assert-HybridGraph }
    }
    Assert-HybridApproval
    $run.Proven = $true
    if ($run.Action -ne 'Verify' -and -not $run.WhatIf) { Move-HybridRecord }
    if ($run.Action -eq 'Rollback') {
        $hybridRecord = Get-HybridRollbackRecord
        if ($null -ne $hybridRecord) {
            Assert-HybridLast
            $nothing = 'Nothing of this step is there any more. Nothing was changed.'
            return (Invoke-HybridPlanner -Planner { Get-StepUndo -State (Get-StepState) -Record $hybridRecord } -Nothing $nothing)
        }
        Write-HybridMessage -Text 'There is nothing to undo in this step.'
        return 'unchanged'
    }
    if ($run.Action -eq 'Apply' -and -not $run.WhatIf) {
        foreach ($change in (Read-HybridRecord)) { $run.Changes.Add($change) }
    }
    $nothing = 'Already done: everything this step wants is there. Nothing was changed.'
    return (Invoke-HybridPlanner -Planner { Get-StepChange -State (Get-StepState) } -Nothing $nothing)
}

function Invoke-HybridStep {
    <# .SYNOPSIS Runs the step and returns its result; the exit code of the script is its ExitCode. #>
    # 0 done or nothing to do, 1 failed, 2 there are changes (-WhatIf, Verify), 3 precondition not met.
    $run = $script:HybridRun
    $result = $null
    $codes = @{ 'unchanged' = 0; 'changed' = 0; 'failed' = 1; 'would-change' = 2; 'precondition' = 3 }
    try {
        $result = Invoke-HybridAction
        # What this step leaves to a person is said last, and the step does not count as done.
        if ($null -ne $run.Open -and $run.Action -ne 'Rollback' -and $result -ne 'would-change') {
            Stop-HybridStep -Diagnosis $run.Open.Diagnosis -Reason $run.Open.Reason
        }
    } catch {
        $text = Get-HybridErrorText -ErrorRecord $_
        if ("$($_.FullyQualifiedErrorId)" -like 'HybridPrecondition*') {
            # Once something was changed, a stop is a failure: exit code 3 promises that nothing was.
            $result = 'precondition'
            if ($run.Changed -gt 0) { $result = 'failed' }
            Write-HybridMessage -Warning -Text $_.Exception.Message
        } else {
            $result = 'failed'
            Write-HybridMessage -Warning -Text "Failed: $text"
            Write-Verbose -Message (Protect-HybridText -Text "$($_.ScriptStackTrace)")
            # What a test was answered is not what this session may do.
            if ((Get-HybridFailureClass -ErrorRecord $_) -eq 'denied' -and -not $run.TestFailed) {
                Write-HybridMessage -Text "Access was denied. This step needs the role $($run.Step.Role); sign in with an account that has it."
            }
            if ($run.Changed -gt 0) { Write-HybridMessage -Text (Get-HybridMade) }
            Write-HybridDiagnosis -Text $text
        }
    } finally {
        # Only Ctrl-C comes here without a result.
        if ($null -eq $result) { Write-Warning -Message "Stopped. $(Get-HybridMade)" }
    }
    foreach ($server in $run.Silent) { Write-HybridMessage -Warning -Text "Still unknown: the server $server did not answer. When it is back, run this script again with -Action Verify." }
    Write-HybridNext -Result $result
    # Each run leaves a file of its own; one in the wrong shell or organisation touches no other.
    # A damaged record is never overwritten: it may be all that is left of what stood there before.
    try {
        if ($run.Proven -and $run.Unreadable -ne $run.EvidenceFile) { $null = Save-HybridEvidence -Result $result }
        $file = Save-HybridEvidence -Result $result -Own
        if (-not $run.Proven) { $run.EvidenceFile = $file }
    } catch {
        $result = 'failed'
        Write-HybridMessage -Warning -Text $_.Exception.Message
    }
    $run.ExitCode = $codes[$result]
    $outcome = [pscustomobject] @{
        Step = $run.Step.Id; Action = $run.Action; Result = $result; ExitCode = $run.ExitCode
        Changes = [object[]] @($run.Changes | ForEach-Object { "$($_.kind) $($_.key): $($_.property)" })
        Findings = [object[]] $run.Findings.ToArray(); Diagnosis = [string[]] $run.Diagnosis.ToArray(); Evidence = $run.EvidenceFile
    }
    # What was changed and found was told above; on screen the rest is shown to who asks for it.
    $shown = [System.Management.Automation.PSPropertySet]::new('DefaultDisplayPropertySet', [string[]] @('Step', 'Action', 'Result', 'ExitCode', 'Evidence'))
    $outcome.PSObject.Members.Add([System.Management.Automation.PSMemberSet]::new('PSStandardMembers', [System.Management.Automation.PSMemberInfo[]] @($shown)))
    return $outcome
}

function Get-HybridMade {
    <# .SYNOPSIS Says what this run has begun or made, and what the next one will do. #>
    $made = @(Get-HybridOwnChange | ForEach-Object { "$($_.kind) $($_.key): $($_.property)" })
    if ($made.Count -eq 0) { $made = @('nothing') }
    return "Changed by this run so far: $($made -join '; '). The next run reads first and goes on."
}

function Write-HybridNext([string] $Result) {
    <# .SYNOPSIS Says what to do next. #>
    $run = $script:HybridRun
    $next = ''
    if ($Result -eq 'failed' -and $run.NextCommand -ne '') { $next = $run.NextCommand }
    elseif ($Result -eq 'failed') { $next = 'mend the cause and run this script again; it goes on where it stopped.' }
    elseif ($Result -eq 'precondition') { $next = 'do what the message above says, then run this script again.' }
    elseif ($Result -eq 'would-change' -and $run.Action -eq 'Rollback') { $next = 'run this script with -Action Rollback, without -WhatIf, to undo this.' }
    elseif ($Result -eq 'would-change') { $next = 'run this script without -WhatIf, with -Action Apply, to make these changes.' }
    elseif ($run.Action -ne 'Rollback') { $next = $run.Step.Next }
    if ($next -ne '') { Write-HybridMessage -Text ('Next: {0}' -f $next) }
}

function Get-HybridScript([string] $Id, [object[]] $Row) {
    <# .SYNOPSIS Where the script of a step stands, as it is typed: exchange-shell\02-auth-servers.ps1. #>
    if ($null -eq $Row) { $Row = $steps | Where-Object { $_[1] -eq $Id } | Select-Object -First 1 }
    if ($null -eq $Row) { return $Id }
    return ('{0}\{1:00}-{2}.ps1' -f $Row[2], $Row[0], $Row[1])
}

function Assert-HybridLast {
    <# .SYNOPSIS Stops a rollback that would strand later steps: they need this one and are still applied. #>
    $run = $script:HybridRun
    $applied = @(foreach ($row in @($steps | Where-Object { $_[8] -contains $run.Step.Id })) {
            $file = Read-HybridJson -Path ([System.IO.Path]::Combine($run.EvidencePath, ('{0:00}-{1}.apply.json' -f $row[0], $row[1])))
            if (@(Get-HybridItem -InputObject $file -Name 'changes').Count -gt 0) { Get-HybridScript -Row $row }
        })
    if ($applied.Count -eq 0) { return }
    Stop-HybridStep -Reason "Later steps need what this one made, and they are still applied: $($applied -join ', '). Undo them first, the last one first (-Action Rollback)."
}

function Start-HybridStep([string] $Id, [string] $Context, [object] $Cmdlet, [string] $Action, [string] $EvidencePath, [string[]] $Fingerprint = @()) {
    <# .SYNOPSIS Runs a step by its row in the table of organization.ps1. Returns its result. #>
    $row = @($steps | Where-Object { $_[1] -eq $Id -and $_[2] -eq $Context })[0]
    $following = [System.Array]::IndexOf($steps, $row) + 1
    $next = 'this was the last step; .\Get-BundleStatus.ps1 says what was done.'
    if ($following -lt $steps.Count) { $next = Get-HybridScript -Row $steps[$following] }
    $scripts = [ordered] @{}
    foreach ($one in @($steps | Where-Object { $row[6] -and $_[5] })) { $scripts[$one[1]] = Get-HybridScript -Row $one }
    $usual = [System.IO.Path]::Combine($PSScriptRoot, 'evidence')
    if ($EvidencePath -eq '') { $EvidencePath = $usual }
    $script:HybridRun = @{
        Step = @{
            Number = $row[0]; Id = $Id; Context = $Context; Direction = $row[3]; Role = $row[4]; CanChange = $row[5]
            Scopes = @($row[7]); Title = $row[9]; Next = $next; Scripts = $scripts
        }
        Organization = $organization; Action = $Action; Root = $PSScriptRoot; Cmdlet = $Cmdlet; WhatIf = [bool] $WhatIfPreference; Ask = $false
        EvidencePath = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($EvidencePath)
        Started = Format-HybridMoment; Fingerprint = $Fingerprint; Approval = $null; Proven = $false; AcceptedDomains = @()
        Read = @{}; Silent = @(); Failures = $null; Changed = 0; LastChange = $null; TestFailed = $false; Open = $null
        Unreadable = ''; NextCommand = ''; Collected = [ordered] @{}; Messages = [System.Collections.Generic.List[string]]::new()
        Diagnosis = [System.Collections.Generic.List[string]]::new(); Reads = [System.Collections.Generic.List[object]]::new()
        Changes = [System.Collections.Generic.List[object]]::new()
        Findings = [System.Collections.Generic.List[object]]::new()
    }
    $script:HybridRun.EvidenceFile = Get-HybridEvidenceFile -Action $Action -Trial:$WhatIfPreference
    Invoke-HybridStep
    # The last step ends with what the whole bundle did.
    if ($following -lt $steps.Count -or -not $script:HybridRun.Proven -or $EvidencePath -ne $usual) { return }
    $table = & ([System.IO.Path]::Combine($PSScriptRoot, 'Get-BundleStatus.ps1')) | Format-Table -AutoSize -Property 'Step', 'State', 'Last' | Out-String -Width 110
    Write-Information -MessageData $table.TrimEnd() -InformationAction Continue
}
