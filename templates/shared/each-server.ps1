# --- What each server keeps for itself ---------------------------------------------------------

function Read-HybridServerKind([string] $Kind, [scriptblock] $Get) {
    <# .SYNOPSIS What each server keeps for itself, read once. One that does not answer is unknown, never a block. #>
    $hybridGet = $Get
    $hybridAll = { Invoke-HybridRead -Command { Get-ExchangeServer -ErrorAction Stop } }
    $servers = @{ Objects = @(Read-HybridOnce -Mark 'ExchangeServer' -Command $hybridAll) }
    $ask = { param($Name) Read-HybridOnce -Mark "$Kind|$Name" -Command { & $hybridGet $Name } }
    foreach ($read in @(Read-HybridEachServer -Kind $Kind -Server $servers -Ask $ask)) {
        $silent = $script:HybridRun.Silent -contains $read.Key
        if (-not $read.Known -and -not $silent) { throw "$($read.Name): $($read.Reason)" }
        $read.Objects
    }
}
