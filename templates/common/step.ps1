# --- A step from beginning to end ---------------------------------------------------------------

function Invoke-HybridPlanner([scriptblock] $Planner, [string] $Nothing) {
    <# .SYNOPSIS Makes the changes that a planner describes; Verify and -WhatIf only say them. Returns the result. #>
    $run = $script:HybridRun
    $pending = @(& $Planner | Where-Object { $null -ne $_ })
    if ($run.Trial) {
        foreach ($change in $pending) {
            Write-HybridMessage -Text "Not as wanted yet, would be changed: $($change.Text)"
            $run.Changes.Add($change.Entry)
        }
        if ($pending.Count -gt 0) { return 'would-change' }
        $Nothing = 'All is as wanted. Nothing to do.'
    } else {
        Invoke-HybridPlan -Planner $Planner -Pending $pending
        if ($run.Action -eq 'Rollback') {
            # The record is set aside, so that the next Apply starts a new one.
            $number = 1
            while ([System.IO.File]::Exists("$($run.Record).undone-$number")) { $number++ }
            [System.IO.File]::Move($run.Record, "$($run.Record).undone-$number")
        }
        if ($run.Changed -gt 0) { return 'changed' }
    }
    if (-not $run.Step.CanChange) { $Nothing = 'This step only looks. Nothing was changed.' }
    Write-HybridMessage -Text $Nothing
    return 'unchanged'
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
    if (-not $run.Trial) { Move-HybridRecord }
    if ($run.Action -ne 'Rollback') {
        if (-not $run.Trial) { foreach ($change in (Read-HybridRecord)) { $run.Changes.Add($change) } }
        $run.Earlier = $run.Changes.Count
        $nothing = 'Already done: everything this step wants is there. Nothing was changed.'
        return (Invoke-HybridPlanner -Planner { Get-StepChange -State (Get-StepState) } -Nothing $nothing)
    }
    if (-not $run.Step.CanChange) {
        Write-HybridMessage -Text 'There is nothing to undo in this step.'
        return 'unchanged'
    }
    $hybridRecord = Read-HybridRecord
    if ($null -eq $hybridRecord) {
        $path = $run.Record
        $reason = "There is no record of what this step changed ($path), which is not the same as nothing to undo."
        if ([System.IO.File]::Exists("$path.undone-1")) { $reason = "This step was undone already ($path.undone-*)." }
        Stop-HybridStep -Reason "$reason If it ran since, bring its evidence back, or undo by hand with the runbook."
    }
    Assert-HybridLast
    $undo = { Get-StepUndo -State (Get-StepState) -Record $hybridRecord }
    return (Invoke-HybridPlanner -Planner $undo -Nothing 'Nothing of this step is there any more. Nothing was changed.')
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
        } else {
            Write-HybridFailure -ErrorRecord $_
        }
    } finally {
        # Only Ctrl-C comes here without a result.
        if ($null -eq $result) { Write-Warning -Message "Stopped. $(Get-HybridMade)" }
    }
    foreach ($server in $run.Silent) {
        Write-HybridMessage -Warning -Text "Still unknown: $server did not answer. When it does, run -Action Verify."
    }
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
    # 0 done or nothing to do, 1 failed, 2 there are changes (-WhatIf, Verify), 3 precondition not met.
    $run.ExitCode = @{ unchanged = 0; changed = 0; failed = 1; 'would-change' = 2; precondition = 3 }[$result]
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

function Write-HybridFailure([System.Management.Automation.ErrorRecord] $ErrorRecord) {
    <# .SYNOPSIS Says what failed, what was done until then, and the likely causes. #>
    $run = $script:HybridRun
    $text = Get-HybridErrorText -ErrorRecord $ErrorRecord
    Write-HybridMessage -Warning -Text "Failed: $text"
    Write-Verbose -Message (Protect-HybridText -Text "$($ErrorRecord.ScriptStackTrace)")
    # What a test was answered is not what this session may do.
    if ((Get-HybridFailureClass -ErrorRecord $ErrorRecord) -eq 'denied' -and -not $run.TestFailed) {
        Write-HybridMessage -Text "Access was denied. This step needs the role $($run.Step.Role); sign in with it."
    }
    if ($run.Changed -gt 0) { Write-HybridMessage -Text (Get-HybridMade) }
    Write-HybridDiagnosis -Text $text
}

function Get-HybridMade {
    <# .SYNOPSIS Says what this run has begun or made, and what the next one will do. #>
    $own = $script:HybridRun.Changes | Select-Object -Skip $script:HybridRun.Earlier
    $made = @($own | ForEach-Object { "$($_.kind) $($_.key): $($_.property)" })
    if ($made.Count -eq 0) { $made = @('nothing') }
    return "Changed by this run so far: $($made -join '; '). The next run reads first and goes on."
}

function Write-HybridNext([string] $Result) {
    <# .SYNOPSIS Says what to do next. #>
    $run = $script:HybridRun
    $action = @{ $true = 'Rollback'; $false = 'Apply' }[$run.Action -eq 'Rollback']
    $mend = 'mend the cause and run this script again; it goes on where it stopped.'
    $next = switch ($Result) {
        'failed' { @($run.NextCommand, $mend -ne '')[0] }
        'precondition' { 'do what the message above says, then run this script again.' }
        'would-change' { "run this script with -Action $action, without -WhatIf, to make these changes." }
        default { if ($action -eq 'Apply') { $run.Step.Next } }
    }
    if ("$next" -ne '') { Write-HybridMessage -Text ('Next: {0}' -f $next) }
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
    $applied = @(foreach ($row in @($steps | Where-Object { $_[4] -contains $run.Step.Id })) {
            $name = '{0:00}-{1}.apply.json' -f $row[0], $row[1]
            $file = Read-HybridJson -Path ([System.IO.Path]::Combine($run.EvidencePath, $name))
            if (@(Get-HybridItem -InputObject $file -Name 'changes').Count -gt 0) { Get-HybridScript -Row $row }
        }) -join ', '
    if ($applied -eq '') { return }
    Stop-HybridStep -Reason "Later steps that need this one are applied. Undo them first, the last one first: $applied."
}

function Start-HybridStep([string] $Id, [string] $Context, [object] $Cmdlet, [System.Collections.IDictionary] $Given) {
    <# .SYNOPSIS Runs a step by its row in the table of organization.ps1: returns its result, exits with its code. #>
    $row = @($steps | Where-Object { $_[1] -eq $Id -and $_[2] -eq $Context })[0]
    $following = [System.Array]::IndexOf($steps, $row) + 1
    $next = 'this was the last step; .\Get-BundleStatus.ps1 says what was done.'
    if ($following -lt $steps.Count) { $next = Get-HybridScript -Row $steps[$following] }
    $scripts = [ordered] @{}
    foreach ($one in $steps) { if ($row[5]['IsTest'] -and $one[3]) { $scripts[$one[1]] = Get-HybridScript -Row $one } }
    $usual = [System.IO.Path]::Combine($PSScriptRoot, 'evidence')
    $asked = @{ Action = 'Apply'; EvidencePath = $usual; Fingerprint = @() }
    foreach ($name in @($asked.Keys)) { if ($Given[$name]) { $asked[$name] = $Given[$name] } }
    $trial = $WhatIfPreference -or $asked.Action -eq 'Verify'
    # Its title stands in its help: "Step 02, auth-servers: Find or create ...".
    $help = $Cmdlet.MyInvocation.MyCommand.ScriptBlock.Ast.GetHelpContent()
    $title = (Get-HybridText -InputObject $help -Name 'Synopsis').Trim() -replace '\s+', ' ' -replace '^.*?: '
    $step = @{ Number = $row[0]; Id = $Id; Title = $title; CanChange = $row[3]; Next = $next; Scripts = $scripts }
    $step += $shells[$Context] + @{ Context = $Context }
    foreach ($name in $row[5].Keys) { $step[$name] = $row[5][$name] }
    $run = @{
        Step = $step; Organization = $organization; Root = $PSScriptRoot; Cmdlet = $Cmdlet; Started = Format-HybridMoment
        Action = $asked.Action; WhatIf = [bool] $WhatIfPreference; Trial = $trial; Proven = $false
        Fingerprint = $asked.Fingerprint; Ask = $false; Approval = $null; AcceptedDomains = @()
        EvidencePath = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($asked.EvidencePath)
        Read = @{}; Silent = @(); Failures = $null; Changed = 0; Earlier = 0; LastChange = @{ Kind = ''; Key = '' }
        TestFailed = $false; Open = $null; Unreadable = ''; NextCommand = ''; Collected = [ordered] @{}
    }
    foreach ($name in 'Messages', 'Diagnosis') { $run[$name] = [System.Collections.Generic.List[string]]::new() }
    foreach ($name in 'Reads', 'Changes', 'Findings') { $run[$name] = [System.Collections.Generic.List[object]]::new() }
    $script:HybridRun = $run
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
