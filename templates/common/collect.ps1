# --- What the collect scripts share ------------------------------------------------------------

function New-HybridCollection {
    <# .SYNOPSIS An empty collection of facts. #>
    [CmdletBinding()] param()
    [pscustomobject] @{
        Objects = [ordered] @{}
        Reads   = [System.Collections.Generic.List[object]]::new()
    }
}

function ConvertTo-HybridFact {
    <# .SYNOPSIS One object as the state file keeps it: the named properties, in one form whatever shell they came from. #>
    # A property that the object does not have is left out: unknown is not empty. A date is UTC text.
    [CmdletBinding()] param(
        [object] $InputObject, [string[]] $Text = @(), [string[]] $Flag = @(), [string[]] $Date = @(),
        [string[]] $List = @()
    )
    $fact = [ordered] @{}
    foreach ($name in @($Text | Where-Object -FilterScript { Test-HybridProperty -InputObject $InputObject -Name $_ })) {
        $fact[$name] = Protect-HybridText -Text (Get-HybridText -InputObject $InputObject -Name $name)
    }
    foreach ($name in @($Flag | Where-Object -FilterScript { Test-HybridProperty -InputObject $InputObject -Name $_ })) {
        $value = Get-HybridText -InputObject $InputObject -Name $name
        $fact[$name] = $null
        if ($value -in @('True', 'False')) { $fact[$name] = ($value -eq 'True') }
    }
    foreach ($name in @($Date | Where-Object -FilterScript { Test-HybridProperty -InputObject $InputObject -Name $_ })) {
        $utc = ConvertTo-HybridUtc -Value (Get-HybridProperty -InputObject $InputObject -Name $name)
        $fact[$name] = $null
        if ($null -ne $utc) { $fact[$name] = $utc.ToString("yyyy-MM-dd'T'HH':'mm':'ss'Z'", [System.Globalization.CultureInfo]::InvariantCulture) }
    }
    foreach ($name in @($List | Where-Object -FilterScript { Test-HybridProperty -InputObject $InputObject -Name $_ })) {
        $items = Get-HybridList -InputObject $InputObject -Name $name
        $fact[$name] = [object[]] @($items | ForEach-Object -Process { Protect-HybridText -Text $_ })
    }
    return $fact
}

function Add-HybridFact {
    <# .SYNOPSIS Adds the facts of one kind to the collection, in the order of their keys, byte by byte and the same under every culture. #>
    [CmdletBinding()] param([object] $Collection, [string] $Kind, [string[]] $SortBy, [object[]] $Fact)
    $sorted = [System.Collections.Generic.SortedDictionary[string,object]]::new([System.StringComparer]::Ordinal)
    $all = @($Fact)
    if ($Collection.Objects.Contains($Kind)) { $all = @($Collection.Objects[$Kind]) + $all }
    foreach ($one in $all) {
        $key = @($SortBy | ForEach-Object -Process { "$($one[$_])" }) -join "`t"
        $sorted.Add(("{0}`t{1:000000}" -f $key, $sorted.Count), $one)
    }
    $Collection.Objects[$Kind] = [object[]] @($sorted.Values)
}

function Add-HybridUnknown {
    <# .SYNOPSIS Notes what could not even be asked for, because what it hangs on could not be read. #>
    [CmdletBinding()] param([object] $Collection, [string] $Kind, [object] $Because)
    $Collection.Reads.Add([pscustomobject] @{ Kind = $Kind; Key = $Because.Key; Name = ('{0} {1}' -f $Kind, $Because.Key).Trim(); Known = $false; Reason = ('{0} could not be read.' -f $Because.Kind); Failure = '' })
}

function Add-HybridKind {
    <# .SYNOPSIS Reads a kind and adds its facts; a kind that could not be read is noted with the reason. #>
    [CmdletBinding()] param(
        [object] $Collection, [string] $Kind, [string[]] $SortBy, [string[]] $Text = @(), [string[]] $Flag = @(),
        [string[]] $Date = @(), [string[]] $List = @(), [scriptblock] $Command
    )
    $read = Read-HybridKind -Kind $Kind -Command $Command
    $Collection.Reads.Add($read)
    if (-not $read.Known) { return }
    $facts = @($read.Objects | ForEach-Object -Process { ConvertTo-HybridFact -InputObject $_ -Text $Text -Flag $Flag -Date $Date -List $List })
    Add-HybridFact -Collection $Collection -Kind $Kind -SortBy $SortBy -Fact $facts
}

function Add-HybridEachServer {
    <# .SYNOPSIS Adds the facts of a kind that each server is asked for by itself. #>
    [CmdletBinding()] param([object] $Collection, [string] $Kind, [object] $Server, [string[]] $Text, [string[]] $Flag = @(), [string[]] $List = @(), [scriptblock] $Ask)
    if (-not $Server.Known) { Add-HybridUnknown -Collection $Collection -Kind $Kind -Because $Server; return }
    foreach ($read in @(Read-HybridEachServer -Kind $Kind -Server $Server -Ask $Ask)) {
        $Collection.Reads.Add($read)
        if (-not $read.Known) { continue }
        Add-HybridFact -Collection $Collection -Kind $Kind -SortBy 'Identity' -Fact @($read.Objects | ForEach-Object -Process { ConvertTo-HybridFact -InputObject $_ -Text $Text -Flag $Flag -List $List })
    }
}

function Save-HybridCollection {
    <# .SYNOPSIS Writes the collection to state/<context>.json; with -WhatIf and Verify only says what it holds. #>
    # Owner names the tenant or organisation. The file is written even when a kind could not be read: it says so
    # itself. The run then fails, with the likely causes.
    [CmdletBinding()] param([object] $Collection, [System.Collections.IDictionary] $Owner)
    $run = $script:HybridRun
    $missing = @($Collection.Reads | Where-Object -FilterScript { -not $_.Known })
    $state = [ordered] @{ format_version = 1; context = $run.Step.Context }
    foreach ($name in $Owner.Keys) { $state[$name] = $Owner[$name] }
    $state['collected'] = Get-HybridTimestamp
    $state['objects'] = $Collection.Objects
    $state['not_collected'] = [object[]] @($missing | ForEach-Object -Process { [ordered] @{ kind = $_.Kind; key = $_.Key; reason = $_.Reason } })
    $counts = @($Collection.Objects.Keys | ForEach-Object -Process { '{0} {1}' -f $_, @($Collection.Objects[$_]).Count })
    Write-HybridMessage -Text ('Read: {0}.' -f ($counts -join ', '))
    foreach ($read in $missing) { Write-HybridMessage -Warning -Text ('Not collected: {0}. {1}' -f $read.Name, $read.Reason) }
    $file = 'state/{0}.json' -f $run.Step.Context
    if ($run.Action -eq 'Verify') {
        Write-HybridMessage -Text ('Verify reads only: {0} was not written.' -f $file)
    } elseif ($run.Cmdlet.ShouldProcess($file, 'write what was read')) {
        Write-HybridFile -Path ([System.IO.Path]::Combine($run.Root, 'state', $run.Step.Context + '.json')) -Text (ConvertTo-HybridJson -InputObject $state)
        Write-HybridMessage -Text ('Written: {0}. It holds names, addresses and dates, no secret; copy it to the machine that runs "hybrid-oauth plan".' -f $file)
    }
    $failure = Get-HybridReadFailure -Read $Collection.Reads.ToArray()
    if ($failure -ne '') { throw $failure }
}
