# --- What may fail to be read ------------------------------------------------------------------

function Read-HybridKind([string] $Kind, [string] $Key = '', [scriptblock] $Command) {
    <# .SYNOPSIS Reads all objects of one kind. What could not be read is unknown, which is not the same as empty. #>
    # So is what this shell has no cmdlet or parameter for, and a server (Key) that does not answer; that is not asked
    # again. Any other error is kept as Failure: the run goes on and fails with it at the end.
    $read = [pscustomobject] @{
        Kind = $Kind; Key = $Key; Name = "$Kind $Key".Trim(); Known = $false; Objects = @(); Failure = ''
        Reason = 'The server did not answer.'
    }
    if ($script:HybridRun.Silent -contains $Key) { $read.Reason = "$Key did not answer before."; return $read }
    $most = @{ $true = 3; $false = 5 }[$Key -ne '']
    try {
        $read.Objects = [object[]] @(Invoke-HybridRead -Most $most -Command $Command | Where-Object { $null -ne $_ })
        # A command that asks on after a server was silent says nothing of it.
        $read.Known = $script:HybridRun.Silent -notcontains $Key
    } catch {
        $class, $text = (Get-HybridFailureClass -ErrorRecord $_), (Get-HybridErrorText -ErrorRecord $_)
        $read.Reason = $text = $text -replace '\s+', ' '
        $id = "$($_.FullyQualifiedErrorId) $($_.Exception.GetType().Name)"
        if ($id -match '\b(CommandNotFoundException|NamedParameterNotFound)') {
            $read.Reason = "This shell lacks the cmdlet or parameter (another version, a missing role): $text"
        } elseif ($Key -ne '' -and $class -in 'busy', 'lost') { Add-HybridSilent -Server $Key -Reason $text }
        else {
            $role = $script:HybridRun.Step.Role
            if ($class -eq 'denied') { $read.Reason = "Access was denied; this needs the role $role. $text" }
            $read.Failure = "$($read.Name): $($read.Reason)"
        }
    }
    return $read
}

function Get-HybridReadFailure([object[]] $Read) {
    <# .SYNOPSIS All that failed to be read, in one text; empty when nothing failed. #>
    $failures = @($Read | ForEach-Object { $_.Failure }) -ne ''
    if ($failures.Count -gt 0) { return "Could not be read: $($failures -join ' | ')" }
    return ''
}

function Read-HybridOnce([string] $Mark, [scriptblock] $Command) {
    <# .SYNOPSIS Reads once, and again what was changed last: a kind, or what an object or server has (kind|key). #>
    $run = $script:HybridRun
    # Keys of what a server keeps for itself begin with its name.
    $last = "$($run.LastChange.Kind)|$($run.LastChange.Key)"
    if ($Mark -in @($run.LastChange.Kind, $last, $last.Split('\')[0]) -or -not $run.Read.ContainsKey($Mark)) {
        $run.Read[$Mark] = [object[]] @(& $Command | Where-Object { $null -ne $_ })
    }
    return $run.Read[$Mark]
}
