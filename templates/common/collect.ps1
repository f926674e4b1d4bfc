# --- What the collect scripts share ------------------------------------------------------------

function ConvertTo-HybridFact([object] $InputObject, [string[]] $Text = @(), [string[]] $Flag = @(), [string[]] $Date = @(), [string[]] $List = @()) {
    <# .SYNOPSIS One object as the state file keeps it: the named properties, in one form whatever the shell. #>
    # A property that the object does not have is left out: unknown is not empty. A date is UTC text.
    $fact = [ordered] @{}
    foreach ($name in ($Text + $Flag + $Date + $List)) {
        if (-not (Test-HybridProperty -InputObject $InputObject -Name $name)) { continue }
        $value = Get-HybridText -InputObject $InputObject -Name $name
        if ($Text -contains $name) { $fact[$name] = Protect-HybridText -Text $value }
        elseif ($Flag -contains $name) { $fact[$name] = @{ True = $true; False = $false }[$value] }
        elseif ($Date -contains $name) { $fact[$name] = Format-HybridMoment -Value (Get-HybridProperty -InputObject $InputObject -Name $name) }
        else { $fact[$name] = [object[]] @(foreach ($item in (Get-HybridList -InputObject $InputObject -Name $name)) { Protect-HybridText -Text $item }) }
    }
    return $fact
}

function Add-HybridFact([string] $Kind, [string[]] $SortBy, [object[]] $Fact) {
    <# .SYNOPSIS Adds the facts of one kind in the order of their keys, byte by byte, the same under every culture. #>
    $sorted = [System.Collections.Generic.SortedDictionary[string,object]]::new([System.StringComparer]::Ordinal)
    foreach ($one in (@($script:HybridRun.Collected[$Kind] | Where-Object { $null -ne $_ }) + $Fact)) {
        $key = @($SortBy | ForEach-Object { "$($one[$_])" }) -join "`t"
        $sorted.Add(("{0}`t{1:000000}" -f $key, $sorted.Count), $one)
    }
    $script:HybridRun.Collected[$Kind] = [object[]] @($sorted.Values)
}

function Add-HybridUnknown([string] $Kind, [object] $Because) {
    <# .SYNOPSIS Notes what could not even be asked for, because what it hangs on could not be read. #>
    $script:HybridRun.Reads.Add([pscustomobject] @{
            Kind = $Kind; Key = $Because.Key; Name = "$Kind $($Because.Key)".Trim(); Known = $false; Failure = ''
            Reason = "$($Because.Kind) could not be read."
        })
}

function Add-HybridRead([string[]] $SortBy, [object[]] $Read, [scriptblock] $Fact) {
    <# .SYNOPSIS Adds what was read of a kind, each object as the fact that a block makes of it. #>
    foreach ($one in $Read) {
        $script:HybridRun.Reads.Add($one)
        if (-not $one.Known) { continue }
        $facts = @(foreach ($object in $one.Objects) { & $Fact $object $one.Key })
        Add-HybridFact -Kind $one.Kind -SortBy $SortBy -Fact $facts
    }
}

function Add-HybridKind([string] $Kind, [string[]] $SortBy = 'Name', [string[]] $Text = @(), [string[]] $Flag = @(), [string[]] $Date = @(), [string[]] $List = @(), [object] $Server, [scriptblock] $Command, [scriptblock] $Ask) {
    <# .SYNOPSIS Adds the facts of a kind: read by Command, or by Ask from each server by itself. #>
    $shape = @{ Text = $Text; Flag = $Flag; Date = $Date; List = $List }
    if ($null -eq $Ask) { $reads = @(Read-HybridKind -Kind $Kind -Command $Command) }
    elseif ($Server.Known) { $reads = @(Read-HybridEachServer -Kind $Kind -Server $Server -Ask $Ask) }
    else { Add-HybridUnknown -Kind $Kind -Because $Server; return }
    Add-HybridRead -SortBy $SortBy -Read $reads -Fact { param($Object) ConvertTo-HybridFact -InputObject $Object @shape }
}

function Save-HybridCollection([System.Collections.IDictionary] $Owner) {
    <# .SYNOPSIS Writes what was collected to state/<context>.json; with -WhatIf and Verify only says what it holds. #>
    # Owner names the tenant or organisation. The file is written even when a kind could not be read: it says so
    # itself. The run then fails, with the likely causes.
    $run = $script:HybridRun
    $missing = @($run.Reads | Where-Object { -not $_.Known })
    $state = [ordered] @{ format_version = 1; context = $run.Step.Context }
    foreach ($name in $Owner.Keys) { $state[$name] = $Owner[$name] }
    $state['collected'] = Format-HybridMoment
    $state['objects'] = $run.Collected
    $state['not_collected'] = [object[]] @($missing | ForEach-Object { [ordered] @{ kind = $_.Kind; key = $_.Key; reason = $_.Reason } })
    $counts = @($run.Collected.Keys | ForEach-Object { "$_ $(@($run.Collected[$_]).Count)" })
    Write-HybridMessage -Text "Read: $($counts -join ', ')."
    foreach ($read in $missing) { Write-HybridMessage -Warning -Text "Not collected: $($read.Name). $($read.Reason)" }
    $file = "state/$($run.Step.Context).json"
    if ($run.Action -eq 'Verify') {
        Write-HybridMessage -Text "Verify reads only: $file was not written."
    } elseif ($run.Cmdlet.ShouldProcess($file, 'write what was read')) {
        Write-HybridFile -Path ([System.IO.Path]::Combine($run.Root, 'state', $run.Step.Context + '.json')) -Text (ConvertTo-HybridJson -InputObject $state)
        Write-HybridMessage -Text ('Written: {0}. It holds names, addresses and dates, no secret; copy it to the machine that runs "hybrid-oauth plan".' -f $file)
    }
    $failure = Get-HybridReadFailure -Read $run.Reads.ToArray()
    if ($failure -ne '') { throw $failure }
}
