# --- What may fail to be read ------------------------------------------------------------------

function Read-HybridKind([string] $Kind, [string] $Key = '', [scriptblock] $Command) {
    <# .SYNOPSIS Reads all objects of one kind. What could not be read is unknown, which is not the same as empty. #>
    # A cmdlet or parameter that this shell does not have makes the kind unknown. Any other error does so too and is
    # kept as Failure: the run goes on and fails with it at the end. A Key is a server: one that does not answer is
    # unknown, no failure, and not asked again.
    $read = [pscustomobject] @{
        Kind = $Kind; Key = $Key; Name = "$Kind $Key".Trim(); Known = $false; Objects = @(); Failure = ''
        Reason = 'The server did not answer.'
    }
    if ($script:HybridRun.Silent -contains $Key) { $read.Reason = "$Key did not answer before."; return $read }
    $most = 5
    if ($Key -ne '') { $most = 3 }
    try {
        $read.Objects = [object[]] @(Invoke-HybridRead -Most $most -Command $Command | Where-Object { $null -ne $_ })
        # A command that asks on after a server was silent says nothing of it.
        $read.Known = $script:HybridRun.Silent -notcontains $Key
    } catch {
        $class = Get-HybridFailureClass -ErrorRecord $_
        $read.Reason = (Get-HybridErrorText -ErrorRecord $_) -replace '\s+', ' '
        $id = "$($_.FullyQualifiedErrorId) $($_.Exception.GetType().Name)"
        if ($id -match '\b(CommandNotFoundException|NamedParameterNotFound)') {
            $read.Reason = "This shell lacks the cmdlet or parameter (another version, a missing role): $($read.Reason)"
        } elseif ($Key -ne '' -and $class -in @('busy', 'lost')) {
            Add-HybridSilent -Server $Key -Reason $read.Reason
        } else {
            $role = $script:HybridRun.Step.Role
            if ($class -eq 'denied') { $read.Reason = "Access was denied; this needs the role $role. $($read.Reason)" }
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

function Read-HybridServerKind([string] $Kind, [scriptblock] $Get) {
    <# .SYNOPSIS What each server keeps for itself, one by one. One that does not answer is unknown, never a block. #>
    $hybridGet = $Get
    $hybridAll = { Invoke-HybridRead -Command { Get-ExchangeServer -ErrorAction Stop } }
    foreach ($hybridServer in @(Read-HybridOnce -Mark 'ExchangeServer' -Command $hybridAll)) {
        if (Test-HybridEdge -Server $hybridServer) { continue }
        $hybridName = Get-HybridText -InputObject $hybridServer -Name 'Name'
        Read-HybridOnce -Mark "$Kind|$hybridName" -Command {
            $hybridRead = Read-HybridKind -Kind $Kind -Key $hybridName -Command { & $hybridGet $hybridName }
            $silent = $script:HybridRun.Silent -contains $hybridName
            if (-not $hybridRead.Known -and -not $silent) { throw "$($hybridRead.Name): $($hybridRead.Reason)" }
            $hybridRead.Objects
        }
    }
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
