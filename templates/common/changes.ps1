# --- Changes ----------------------------------------------------------------------------------

function New-HybridChange([string] $Kind, [string] $Key, [string] $Property, [object] $Before, [object] $After,
    [string] $Text, [scriptblock] $Command, [object[]] $ArgumentList = @(), [int] $Settle = 0) {
    <# .SYNOPSIS Describes one change: what stands there, what should, the command, and the entry of the evidence. #>
    # Command gets its values only from ArgumentList: inside a function it would see that function's variables first.
    [pscustomobject] @{
        Kind = $Kind; Key = $Key; Property = $Property; Before = $Before; After = $After; Id = "$Kind|$Key|$Property"
        Text = $Text; Command = $Command; ArgumentList = $ArgumentList; Settle = $Settle
        Entry = [pscustomobject] @{ kind = $Kind; key = $Key; property = $Property; before = $Before; after = $After }
    }
}

function Invoke-HybridChange([object] $Change, [int] $Attempt) {
    <# .SYNOPSIS Makes one change: the only place from which this bundle changes anything. #>
    # Tells how it ended: 'done', 'busy' (not done), 'lost' (perhaps done: read before trying again). Else it throws.
    $hybridState = $script:HybridRun
    # Who gave the fingerprint has compared it.
    if ($hybridState.Fingerprint.Count -gt 0 -and -not $hybridState.Ask) { $ConfirmPreference = 'None' }
    try { $confirmed = $Attempt -gt 1 -or $hybridState.Cmdlet.ShouldProcess($Change.Id, $Change.Text) }
    catch { Stop-HybridStep -Reason "Nobody can be asked here: $_ Give -Fingerprint or -Confirm:`$false." }
    if (-not $confirmed) { throw "Stopped at your answer: not done, nor anything after it: $($Change.Text)" }
    Add-HybridRecord -Change $Change
    $hybridState.LastChange = $Change
    $hybridArguments = $Change.ArgumentList
    $hybridRetry = $null
    try {
        if (Get-HybridCommand -Name 'Set-MgRequestContext') {
            # The SDK of Graph repeats a request by itself, below "read before you try again".
            $hybridRetry = (Get-MgRequestContext -ErrorAction Stop).MaxRetry
            $null = Set-MgRequestContext -MaxRetry 0 -ErrorAction Stop
        }
        $null = & $Change.Command @hybridArguments
    } catch {
        $class = Get-HybridFailureClass -ErrorRecord $_
        $isLast = $class -notin 'busy', 'lost' -or $Attempt -ge 6
        if ($isLast) { Write-HybridMessage -Text "Failed at: $($Change.Text)"; throw }
        $hybridState.Changed++
        $reason = "The service did not confirm the change; it is read first: $(Get-HybridErrorText -ErrorRecord $_)"
        $null = Wait-HybridDelay -Attempt $Attempt -Reason $reason -Most (60 * (6 - $Attempt))
        return $class
    } finally {
        if ($null -ne $hybridRetry) { $null = Set-MgRequestContext -MaxRetry $hybridRetry -ErrorAction Stop }
    }
    $hybridState.Changed++
    Complete-HybridRecord
    return 'done'
}

function Invoke-HybridPlan([scriptblock] $Planner, [object[]] $Pending) {
    <# .SYNOPSIS Makes the pending changes one after the other, reading back after each, until none is left. #>
    $attempts = @{}
    while ($Pending.Count -gt 0) {
        $change = $Pending[0]
        $attempts[$change.Id] = 1 + [int] $attempts[$change.Id]
        $outcome = Invoke-HybridChange -Change $change -Attempt $attempts[$change.Id]
        # Services show a written value late: it is read until the change shows.
        $left = @{ done = 300; lost = $change.Settle; busy = 0 }[$outcome]
        $reason = "The service does not show the change yet ($($change.Id))."
        for ($look = 1; $true; $look++) {
            $Pending = @(& $Planner | Where-Object { $null -ne $_ })
            $isOpen = @($Pending | ForEach-Object { $_.Id }) -contains $change.Id
            if ($left -le 0 -or -not $isOpen) { break }
            $left -= Wait-HybridDelay -Attempt $look -Longest 30 -Most $left -Reason $reason
        }
        $late = "Accepted, but not shown after five minutes: $($change.Text). Run it with -Action Verify later."
        if ($isOpen -and $outcome -eq 'done') { throw $late }
        if ($isOpen) { continue }
        if ($outcome -ne 'done') { Complete-HybridRecord }
        Write-HybridMessage -Text "Done and read back: $($change.Text)"
    }
}
