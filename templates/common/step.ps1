# --- A step from beginning to end ---------------------------------------------------------------

function Start-HybridRun {
    <# .SYNOPSIS Begins the run of a step: what it is, where its evidence goes, whether it is a trial. #>
    [CmdletBinding()] param(
        [hashtable] $Step, [hashtable] $Organization, [string] $Action, [string] $Root, [string] $EvidencePath,
        [object] $Cmdlet, [bool] $Trial, [string[]] $Fingerprint
    )
    if ($EvidencePath -eq '') { $EvidencePath = [System.IO.Path]::Combine($Root, 'evidence') }
    $script:HybridRun = @{
        Step = $Step; Organization = $Organization; Action = $Action; Root = $Root; Cmdlet = $Cmdlet; WhatIf = $Trial
        EvidencePath = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($EvidencePath)
        Started = Get-HybridTimestamp; Changed = 0; Proven = $false; Read = @{}; Failures = $null; LastChange = $null; TestFailed = $false; AcceptedDomains = @(); Unreadable = ''; NextCommand = ''; Open = $null; Fingerprint = $Fingerprint; Ask = $false; Silent = @(); Approval = $null
        Messages = [System.Collections.Generic.List[string]]::new(); Diagnosis = [System.Collections.Generic.List[string]]::new()
        Changes = [System.Collections.Generic.List[object]]::new()
        Findings = [System.Collections.Generic.List[object]]::new()
    }
    $script:HybridRun.EvidenceFile = Get-HybridEvidenceFile -Action $Action -Trial:$Trial
}

function Write-HybridNothing {
    <# .SYNOPSIS Says that there is nothing to do; of a step that only looks, that it changed nothing. #>
    [CmdletBinding()] param([string] $Text)
    if (-not $script:HybridRun.Step.CanChange) { $Text = 'This step only looks. Nothing was changed.' }
    Write-HybridMessage -Text $Text
}

function Test-HybridWanted {
    <# .SYNOPSIS Verify and -WhatIf: says what differs and changes nothing. Returns the result. #>
    [CmdletBinding()] param([scriptblock] $Planner)
    $pending = Get-HybridPending -Planner $Planner
    foreach ($change in $pending) {
        Write-HybridMessage -Text ('Not as wanted yet, would be changed: {0}' -f $change.Text)
        $script:HybridRun.Changes.Add([ordered] @{
                kind = $change.Kind; key = $change.Key; property = $change.Property; before = $change.Before; after = $change.After
            })
    }
    if ($pending.Count -gt 0) { return 'would-change' }
    Write-HybridNothing -Text 'All is as wanted. Nothing to do.'
    return 'unchanged'
}

function Invoke-HybridApply {
    <# .SYNOPSIS Apply: reads, compares, changes what differs, reads back. Returns the result. #>
    [CmdletBinding()] param([scriptblock] $Planner)
    if ($script:HybridRun.WhatIf) { return (Test-HybridWanted -Planner $Planner) }
    $pending = Get-HybridPending -Planner $Planner
    Invoke-HybridPlan -Planner $Planner -Pending $pending
    if ($script:HybridRun.Changed -gt 0) { return 'changed' }
    Write-HybridNothing -Text 'Already done: everything this step wants is there. Nothing was changed.'
    return 'unchanged'
}

function Invoke-HybridRollback {
    <# .SYNOPSIS Rollback: puts back what the record of Apply says was there. Returns the result. #>
    [CmdletBinding()] param([object[]] $Record)
    $hybridRecord = $Record
    $planner = { Get-StepUndo -State (Get-StepState) -Record $hybridRecord }
    if ($script:HybridRun.WhatIf) { return (Test-HybridWanted -Planner $planner) }
    $pending = Get-HybridPending -Planner $planner
    Invoke-HybridPlan -Planner $planner -Pending $pending
    Complete-HybridRollback
    if ($script:HybridRun.Changed -gt 0) { return 'changed' }
    Write-HybridMessage -Text 'Nothing of this step is there any more. Nothing was changed.'
    return 'unchanged'
}

function Get-HybridRollbackRecord {
    <# .SYNOPSIS The record that Rollback needs; stops when it is lost. Null when there is nothing to undo. #>
    [CmdletBinding()] param()
    if (-not $script:HybridRun.Step.CanChange) { return $null }
    $record = Read-HybridRecord
    if ($null -ne $record) { return , $record }
    $path = Get-HybridEvidenceFile -Action 'Apply'
    if ([System.IO.File]::Exists("$path.undone-1")) {
        Stop-HybridStep -Reason ('This step was undone already ({0}.undone-* keeps the record), and nothing was recorded since. If it was run again since, its evidence is lost: undo by hand with the runbook. Nothing was changed.' -f $path)
    }
    Stop-HybridStep -Reason ('There is no record of what this step changed: {0} is missing. That is not the same as nothing to undo. Bring the evidence folder back, or undo by hand with the runbook. Nothing was changed.' -f $path)
}

function Invoke-HybridAction {
    <# .SYNOPSIS Runs the asked action between the proof of the shell and the result. #>
    [CmdletBinding()] param()
    $run = $script:HybridRun
    Write-HybridMessage -Text ('{0:00} {1}: {2} ({3})' -f $run.Step.Number, $run.Step.Id, $run.Step.Title, $run.Action)
    Assert-HybridContext
    Assert-HybridApproval
    $run.Proven = $true
    if ($run.Action -ne 'Verify' -and -not $run.WhatIf) { Move-HybridRecord }
    if ($run.Action -eq 'Apply' -and -not $run.WhatIf) {
        $known = Read-HybridRecord
        foreach ($change in @($known)) { if ($null -ne $change) { $run.Changes.Add($change) } }
    }
    if ($run.Action -eq 'Rollback') {
        $record = Get-HybridRollbackRecord
        if ($null -ne $record) { Assert-HybridLast }
        if ($null -ne $record) { return (Invoke-HybridRollback -Record $record) }
        Write-HybridMessage -Text 'There is nothing to undo in this step.'
        return 'unchanged'
    }
    $planner = { Get-StepChange -State (Get-StepState) }
    if ($run.Action -eq 'Verify') { return (Test-HybridWanted -Planner $planner) }
    return (Invoke-HybridApply -Planner $planner)
}

function Invoke-HybridStep {
    <# .SYNOPSIS Runs the step and returns its result; the exit code of the script is its ExitCode. #>
    # 0 done or nothing to do, 1 failed, 2 there are changes (-WhatIf, Verify), 3 precondition not met.
    [CmdletBinding()] param()
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
            Write-HybridMessage -Warning -Text ('Failed: {0}' -f $text)
            Write-Verbose -Message (Protect-HybridText -Text "$($_.ScriptStackTrace)")
            # What a test was answered is not what this session may do.
            if ((Get-HybridFailureClass -ErrorRecord $_) -eq 'denied' -and -not $run.TestFailed) {
                Write-HybridMessage -Text ('Access was denied. This step needs the role {0}; sign in with an account that has it.' -f $run.Step.Role)
            }
            if ($run.Changed -gt 0) { Write-HybridMessage -Text (Get-HybridMade) }
            Write-HybridDiagnosis -Text $text
        }
    } finally {
        # Only Ctrl-C comes here without a result.
        if ($null -eq $result) { Write-Warning -Message ('Stopped. {0}' -f (Get-HybridMade)) }
    }
    foreach ($server in $run.Silent) { Write-HybridMessage -Warning -Text ('Still unknown: the server {0} did not answer. When it is back, run this script again with -Action Verify.' -f $server) }
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
    $outcome = [pscustomobject] @{
        Step = $run.Step.Id; Action = $run.Action; Result = $result; ExitCode = $codes[$result]
        Changes = [object[]] @($run.Changes | ForEach-Object -Process { '{0} {1}: {2}' -f $_.kind, $_.key, $_.property }); Findings = [object[]] $run.Findings.ToArray()
        Diagnosis = [string[]] $run.Diagnosis.ToArray(); Evidence = $run.EvidenceFile
    }
    # What was changed and found was told above; on screen the rest is shown to who asks for it.
    $shown = [System.Management.Automation.PSPropertySet]::new('DefaultDisplayPropertySet', [string[]] @('Step', 'Action', 'Result', 'ExitCode', 'Evidence'))
    $outcome.PSObject.Members.Add([System.Management.Automation.PSMemberSet]::new('PSStandardMembers', [System.Management.Automation.PSMemberInfo[]] @($shown)))
    return $outcome
}

function Get-HybridMade {
    <# .SYNOPSIS Says what this run has begun or made, and what the next one will do. #>
    [CmdletBinding()] param()
    $made = @(Get-HybridOwnChange | ForEach-Object -Process { '{0} {1}: {2}' -f $_.kind, $_.key, $_.property })
    if ($made.Count -eq 0) { $made = @('nothing') }
    return ('Changed by this run so far: {0}. The next run reads first and goes on.' -f ($made -join '; '))
}

function Write-HybridNext {
    <# .SYNOPSIS Says what to do next. #>
    [CmdletBinding()] param([string] $Result)
    $run = $script:HybridRun
    if ($Result -eq 'failed' -and $run.NextCommand -ne '') { Write-HybridMessage -Text ('Next: {0}' -f $run.NextCommand) }
    elseif ($Result -eq 'failed') { Write-HybridMessage -Text 'Next: mend the cause and run this script again; it goes on where it stopped.' }
    elseif ($Result -eq 'precondition') { Write-HybridMessage -Text 'Next: do what the message above says, then run this script again.' }
    elseif ($Result -eq 'would-change' -and $run.Action -eq 'Rollback') { Write-HybridMessage -Text 'Next: run this script with -Action Rollback, without -WhatIf, to undo this.' }
    elseif ($Result -eq 'would-change') { Write-HybridMessage -Text 'Next: run this script without -WhatIf, with -Action Apply, to make these changes.' }
    elseif ($run.Action -ne 'Rollback' -and $run.Step.Next -ne '') { Write-HybridMessage -Text ('Next: {0}' -f $run.Step.Next) }
}

function Get-HybridScript {
    <# .SYNOPSIS Where the script of a step stands in this bundle, as it is typed: exchange-shell\02-auth-servers.ps1. #>
    [CmdletBinding()] param([string] $Id)
    $row = @($steps | Where-Object -FilterScript { $_[1] -eq $Id }) | Select-Object -First 1
    if ($null -eq $row) { return $Id }
    return ('{0}\{1:00}-{2}.ps1' -f $row[2], $row[0], $row[1])
}

function Assert-HybridLast {
    <# .SYNOPSIS Stops a rollback that would strand later steps: they need this one and are still applied. #>
    [CmdletBinding()] param()
    $run = $script:HybridRun
    $applied = @(foreach ($row in @($steps | Where-Object -FilterScript { $_[8] -contains $run.Step.Id })) {
            $name = '{0:00}-{1}.apply.json' -f $row[0], $row[1]
            $file = Read-HybridJson -Path ([System.IO.Path]::Combine($run.EvidencePath, $name))
            if (@(Get-HybridItem -InputObject $file -Name 'changes').Count -gt 0) { Get-HybridScript -Id $row[1] }
        })
    if ($applied.Count -eq 0) { return }
    Stop-HybridStep -Reason (('Later steps need what this one made, and they are still applied: {0}. Undo them first, ' +
            'the last one first (-Action Rollback). Nothing was changed.') -f ($applied -join ', '))
}

function Start-HybridStep {
    <# .SYNOPSIS Runs a step by its row in the table of organization.ps1. Returns its result. #>
    [CmdletBinding()] param(
        [string] $Id, [string] $Context, [string] $Action, [string] $Root, [string] $EvidencePath,
        [object] $Cmdlet, [bool] $Trial, [string[]] $Fingerprint = @()
    )
    $row = @($steps | Where-Object -FilterScript { $_[1] -eq $Id -and $_[2] -eq $Context })[0]
    $path = { '{0}\{1:00}-{2}.ps1' -f $args[0][2], $args[0][0], $args[0][1] }
    $following = [System.Array]::IndexOf($steps, $row) + 1
    $next = 'this was the last step; .\Get-BundleStatus.ps1 says what was done.'
    if ($following -lt $steps.Count) { $next = & $path $steps[$following] }
    $scripts = [ordered] @{}
    if ($row[6]) { foreach ($one in $steps) { if ($one[5]) { $scripts[$one[1]] = & $path $one } } }
    $step = @{
        Number = $row[0]; Id = $Id; Context = $Context; Direction = $row[3]; Role = $row[4]; CanChange = $row[5]
        Scopes = @($row[7]); Title = $row[9]; Next = $next; Scripts = $scripts
    }
    $start = @{ Step = $step; Organization = $organization; Action = $Action; Root = $Root; EvidencePath = $EvidencePath }
    Start-HybridRun @start -Cmdlet $Cmdlet -Trial $Trial -Fingerprint $Fingerprint
    Invoke-HybridStep
}
