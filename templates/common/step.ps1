# --- A step from beginning to end ---------------------------------------------------------------

function Invoke-HybridAction {
    <# .SYNOPSIS Proves the shell and makes the changes; Verify and -WhatIf only say them. Returns the result. #>
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
    if (-not $run.Trial) { Move-HybridRecord }
    $planner = { Get-StepChange -State (Get-StepState) }
    $nothing = 'Already done: everything this step wants is there. Nothing was changed.'
    if (-not $run.Step.CanChange) { $nothing = 'This step only looks. Nothing was changed.' }
    if ($run.Action -eq 'Rollback') {
        if (-not $run.Step.CanChange) { Write-HybridMessage -Text 'This step has nothing to undo.'; return 'unchanged' }
        $hybridRecord = Read-HybridUndo
        $planner = { Get-StepUndo -State (Get-StepState) -Record $hybridRecord }
        $nothing = 'Nothing of this step is there any more. Nothing was changed.'
    } elseif (-not $run.Trial) { foreach ($change in (Read-HybridRecord)) { $run.Changes.Add($change) } }
    $run.Earlier = $run.Changes.Count
    $pending = @(& $planner | Where-Object { $null -ne $_ })
    if ($run.Trial) {
        foreach ($change in $pending) {
            Write-HybridMessage -Text "Not as wanted yet, would be changed: $($change.Text)"
            $run.Changes.Add($change.Entry)
        }
        if ($pending.Count -gt 0) { return 'would-change' }
        if ($run.Step.CanChange) { $nothing = 'All is as wanted. Nothing to do.' }
    } else {
        Invoke-HybridPlan -Planner $planner -Pending $pending
        if ($run.Action -eq 'Rollback') {
            # The record is set aside, so that the next Apply starts a new one.
            $number = 1
            while ([System.IO.File]::Exists("$($run.Record).undone-$number")) { $number++ }
            [System.IO.File]::Move($run.Record, "$($run.Record).undone-$number")
        }
        if ($run.Changed -gt 0) { return 'changed' }
    }
    Write-HybridMessage -Text $nothing
    return 'unchanged'
}

function Read-HybridUndo {
    <# .SYNOPSIS The record that Rollback goes by; stops without one, or when that would strand later steps. #>
    $run = $script:HybridRun
    $record, $path = (Read-HybridRecord), $run.Record
    if ($null -eq $record) {
        $reason = "There is no record of what this step changed ($path), which is not the same as nothing to undo."
        if ([System.IO.File]::Exists("$path.undone-1")) { $reason = "This step was undone already ($path.undone-*)." }
        Stop-HybridStep -Reason "$reason If it ran since, bring its evidence back, or undo by hand with the runbook."
    }
    $later = @($steps | Where-Object { $_[4] -contains $run.Step.Id } | Where-Object {
            $name = '{0:00}-{1}.apply.json' -f $_[0], $_[1]
            $file = Read-HybridJson -Path ([System.IO.Path]::Combine($run.EvidencePath, $name))
            @(Get-HybridItem -InputObject $file -Name 'changes').Count -gt 0
        })
    if ($later.Count -eq 0) { return , $record }
    $names = @($later | ForEach-Object { Get-HybridScript -Row $_ }) -join ', '
    Stop-HybridStep -Reason "Later steps that need this one are applied. Undo them first, the last one first: $names."
}

function Invoke-HybridStep {
    <# .SYNOPSIS Runs the step and returns its result; the exit code of the script is its ExitCode. #>
    $run = $script:HybridRun
    $result = $null
    try {
        $result = Invoke-HybridAction
        # What this step leaves to a person is said last, and the step does not count as done.
        if ($null -ne $run.Open -and $run.Action -ne 'Rollback' -and $result -ne 'would-change') {
            Stop-HybridStep -Diagnosis $run.Open.Diagnosis -Reason $run.Open.Reason
        }
    } catch {
        $result = 'failed'
        if ("$($_.FullyQualifiedErrorId)" -like 'HybridPrecondition*') {
            # Once something was changed, a stop is a failure: exit code 3 promises that nothing was.
            if ($run.Changed -eq 0) { $result = 'precondition' }
            Write-HybridMessage -Warning -Text $_.Exception.Message
        } else { Write-HybridFailure -ErrorRecord $_ }
    } finally {
        # Only Ctrl-C comes here without a result.
        if ($null -eq $result) { Write-Warning -Message "Stopped. $(Get-HybridMade)" }
    }
    foreach ($server in $run.Silent) {
        Write-HybridMessage -Warning -Text "Still unknown: $server did not answer. When it does, run -Action Verify."
    }
    # How a run can end: its exit code, and what to do next.
    $action, $onward = 'Apply', $run.Step.Next
    if ($run.Action -eq 'Rollback') { $action, $onward = 'Rollback', '' }
    $mend = @($run.NextCommand, 'mend the cause and run this script again; it goes on where it stopped.' -ne '')[0]
    $ends = @{
        unchanged = 0, $onward; changed = 0, $onward; failed = 1, $mend
        'would-change' = 2, "run this script with -Action $action, without -WhatIf, to make these changes."
        precondition = 3, 'do what the message above says, then run this script again.'
    }
    $next = $ends[$result][1]
    if ($next -ne '') { Write-HybridMessage -Text ('Next: {0}' -f $next) }
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
    $run.ExitCode = $ends[$result][0]
    $outcome = [pscustomobject] @{
        Step = $run.Step.Id; Action = $run.Action; Result = $result; ExitCode = $run.ExitCode
        Changes = [object[]] @($run.Changes | ForEach-Object { "$($_.kind) $($_.key): $($_.property)" })
        Findings = $run.Findings.ToArray(); Diagnosis = $run.Diagnosis.ToArray(); Evidence = $run.EvidenceFile
    }
    # What was changed and found was told above; on screen the rest is shown to who asks for it.
    $names = [string[]] @('Step', 'Action', 'Result', 'ExitCode', 'Evidence')
    $shown = [System.Management.Automation.PSMemberInfo[]] @(
        [System.Management.Automation.PSPropertySet]::new('DefaultDisplayPropertySet', $names))
    $outcome.PSObject.Members.Add([System.Management.Automation.PSMemberSet]::new('PSStandardMembers', $shown))
    return $outcome
}

function Get-HybridMade {
    <# .SYNOPSIS Says what this run has begun or made, and what the next one will do. #>
    $own = $script:HybridRun.Changes | Select-Object -Skip $script:HybridRun.Earlier
    $made = @($own | ForEach-Object { "$($_.kind) $($_.key): $($_.property)" }) -join '; '
    return "Changed by this run so far: $(@($made, 'nothing' -ne '')[0]). The next run reads first and goes on."
}

function Get-HybridScript([string] $Id, [object[]] $Row) {
    <# .SYNOPSIS Where the script of a step stands, as it is typed: exchange-shell\02-auth-servers.ps1. #>
    if ($null -eq $Row) { $Row = $steps | Where-Object { $_[1] -eq $Id } | Select-Object -First 1 }
    if ($null -eq $Row) { return $Id }
    return ('{0}\{1:00}-{2}.ps1' -f $Row[2], $Row[0], $Row[1])
}

function Start-HybridStep([string] $Id, [string] $Context, [object] $Cmdlet, [System.Collections.IDictionary] $Given) {
    <# .SYNOPSIS Runs a step by its row in the table of organization.ps1: returns its result, exits with its code. #>
    $row = @($steps | Where-Object { $_[1] -eq $Id -and $_[2] -eq $Context })[0]
    $following = [System.Array]::IndexOf($steps, $row) + 1
    $next = 'this was the last step; .\Get-BundleStatus.ps1 says what was done.'
    if ($following -lt $steps.Count) { $next = Get-HybridScript -Row $steps[$following] }
    $usual = [System.IO.Path]::Combine($PSScriptRoot, 'evidence')
    $asked = @{ Action = 'Apply'; EvidencePath = $usual; Fingerprint = @() }
    foreach ($name in @($asked.Keys)) { if ($Given[$name]) { $asked[$name] = $Given[$name] } }
    # Its title stands in its help: "Step 02, auth-servers: Find or create ...".
    $help = $Cmdlet.MyInvocation.MyCommand.ScriptBlock.Ast.GetHelpContent()
    $title = (Get-HybridText -InputObject $help -Name 'Synopsis').Trim() -replace '\s+', ' ' -replace '^.*?: '
    $step = @{ Number = $row[0]; Id = $Id; Title = $title; CanChange = $row[3]; Next = $next; IsTest = $false }
    $step += $shells[$Context] + @{ Context = $Context }
    foreach ($name in $row[5].Keys) { $step[$name] = $row[5][$name] }
    $script:HybridRun = $run = @{
        Step = $step; Organization = $organization; Root = $PSScriptRoot; Cmdlet = $Cmdlet
        Action = $asked.Action; WhatIf = [bool] $WhatIfPreference; Fingerprint = $asked.Fingerprint
        Trial = $WhatIfPreference -or $asked.Action -eq 'Verify'; Proven = $false; Ask = $false; Approval = $null
        EvidencePath = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($asked.EvidencePath)
        Read = @{}; Silent = @(); Failures = $null; Changed = 0; Earlier = 0; LastChange = @{ Kind = ''; Key = '' }
        TestFailed = $false; Open = $null; Unreadable = ''; NextCommand = ''; Collected = [ordered] @{}
        AcceptedDomains = @(); Started = Format-HybridMoment
    }
    foreach ($name in 'Messages', 'Diagnosis') { $run[$name] = [System.Collections.Generic.List[string]]::new() }
    foreach ($name in 'Reads', 'Changes', 'Findings') { $run[$name] = [System.Collections.Generic.List[object]]::new() }
    # Collecting is one step of three shells, each with its own evidence.
    $name = [System.IO.Path]::Combine($run.EvidencePath, ('{0:00}-{1}' -f $row[0], $Id))
    if ($row[0] -eq 0) { $name = "$name-$Context" }
    $run.Record = "$name.apply.json"
    $run.EvidenceFile = "$name.$($run.Action.ToLowerInvariant())$(@{ $true = '.whatif' }[$run.WhatIf]).json"
    Invoke-HybridStep
    # The last step ends with what the whole bundle did.
    if ($following -eq $steps.Count -and $run.Proven -and $asked.EvidencePath -eq $usual) {
        $status = & ([System.IO.Path]::Combine($PSScriptRoot, 'Get-BundleStatus.ps1')) |
            Format-Table -AutoSize -Property 'Step', 'State', 'Last' | Out-String -Width 110
        Write-Information -MessageData $status.TrimEnd() -InformationAction Continue
    }
    exit $run.ExitCode
}
