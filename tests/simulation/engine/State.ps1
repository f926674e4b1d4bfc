# The state of both organisations: one JSON file, read once a job, written at its end; after every change where it may be killed.

function Read-SimulationState {
    param([string] $Path)
    return ConvertFrom-Json ([IO.File]::ReadAllText($Path)) -AsHashtable -DateKind String
}

function Write-SimulationState {
    param($State, [string] $Path)
    $temporary = "$Path.$PID.part"
    [IO.File]::WriteAllText($temporary, (ConvertTo-Json $State -Depth 30))
    [IO.File]::Move($temporary, $Path, $true)
}

# After each write, where the process or the script may not live to its end, and the runner cannot do it then.
function Save-SimulationState { if ($script:Sim.Mortal) { Write-SimulationState $script:Sim.State $script:Sim.StatePath } }

function Copy-Value {
    param($Value)
    if ($null -eq $Value) { return $null }
    if ($Value -is [string] -or $Value.GetType().IsValueType) { return $Value }
    $copy = (ConvertFrom-Json (ConvertTo-Json @{ v = $Value } -Depth 30 -Compress) -AsHashtable -DateKind String)['v']
    if ($copy -is [array]) { return , $copy }
    return $copy
}

# Ids that a service makes up: the same sequence for the same state, so that runs compare.
function New-MadeUpId {
    $script:Sim.State['counter'] = [int]$script:Sim.State['counter'] + 1
    $bytes = [Security.Cryptography.SHA256]::HashData([Text.Encoding]::UTF8.GetBytes("made up $($script:Sim.State['tenant']['id']) $($script:Sim.State['counter'])"))
    return [guid]::new([byte[]]$bytes[0..15]).ToString()
}

function Get-SimulatedNow { return [datetimeoffset]::Parse($script:Sim.State['clock'], [Globalization.CultureInfo]::InvariantCulture) }

function Format-Instant {
    param([datetimeoffset] $Instant)
    return $Instant.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", [Globalization.CultureInfo]::InvariantCulture)
}

function Add-SimulatedTime {
    param([double] $Seconds)
    $now = (Get-SimulatedNow).AddSeconds($Seconds)
    $script:Sim.State['clock'] = $now.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", [Globalization.CultureInfo]::InvariantCulture)
}

# The items of a list in the state; the list is made when missing.
function Get-StateList {
    param($Holder, [string] $Name)
    if (-not $Holder.Contains($Name) -or $null -eq $Holder[$Name]) { $Holder[$Name] = @() }
    return @($Holder[$Name])
}

# What a write hides: readers see `Old` until enough reads or seconds have gone by.
function Add-PendingChange {
    param([string] $Collection, [string] $Id, $Old, [int] $Reads, [double] $Seconds)
    if ($Reads -le 0 -and $Seconds -le 0) { return }
    $until = Format-Instant ((Get-SimulatedNow).AddSeconds($Seconds))
    foreach ($pending in (Get-StateList $script:Sim.State 'pending')) {
        if ($pending['collection'] -eq $Collection -and $pending['id'] -eq $Id) {
            $pending['reads'] = $Reads
            $pending['until'] = $until
            return
        }
    }
    $script:Sim.State['pending'] = @(Get-StateList $script:Sim.State 'pending') + @([ordered]@{
            collection = $Collection; id = $Id; old = (Copy-Value $Old); reads = $Reads; until = $until })
}

# The objects of a collection as a reader sees them now; each call is one read.
function Get-VisibleObjects {
    param([string] $Collection, $Objects, [string] $IdName, [string] $OnlyId)
    $result = @($Objects)
    $keep = @()
    $now = Get-SimulatedNow
    foreach ($pending in (Get-StateList $script:Sim.State 'pending')) {
        $mine = $pending['collection'] -eq $Collection -and (-not $OnlyId -or $pending['id'] -eq $OnlyId)
        if (-not $mine) { $keep += $pending; continue }
        $hidden = $pending['reads'] -gt 0 -or $now -lt [datetimeoffset]::Parse($pending['until'], [Globalization.CultureInfo]::InvariantCulture)
        if (-not $hidden) { continue }
        if ($pending['reads'] -gt 0) { $pending['reads'] = $pending['reads'] - 1 }
        $keep += $pending
        $at = -1
        for ($i = 0; $i -lt $result.Count; $i++) { if ($result[$i][$IdName] -eq $pending['id']) { $at = $i } }
        if ($null -eq $pending['old']) { if ($at -ge 0) { $result = @($result | Where-Object { $_[$IdName] -ne $pending['id'] }) } }
        elseif ($at -ge 0) { $result[$at] = $pending['old'] }
        else { $result += $pending['old'] }
    }
    $script:Sim.State['pending'] = @($keep)
    return $result
}
