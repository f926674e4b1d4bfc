# --- What the collect scripts share ------------------------------------------------------------
# A row: Kind, the Command that reads it, SortBy (else Name), Key, the property that names who was asked, More, which
# completes a fact, and properties by form: Text, Flag, Date, List, Thumbprint; Part, a list of objects, has them too.

function ConvertTo-HybridFact([object] $InputObject, [hashtable] $Row) {
    <# .SYNOPSIS One object as the state file keeps it: the properties of a row, in one form whatever the shell. #>
    # A property that the object does not have is left out: unknown is not empty. A date is UTC text.
    $fact = [ordered] @{}
    foreach ($form in 'Thumbprint', 'Text', 'Flag', 'Date', 'List') {
        foreach ($name in $Row[$form]) {
            if (-not (Test-HybridProperty -InputObject $InputObject -Name $name)) { continue }
            $value = Get-HybridProperty -InputObject $InputObject -Name $name
            $text = Protect-HybridText -Text (ConvertTo-HybridText -Value $value)
            $texts = Get-HybridList -InputObject $InputObject -Name $name
            switch ($form) {
                'Thumbprint' { $fact[$name] = ConvertTo-HybridThumbprint -Identifier $value }
                'Text' { $fact[$name] = $text }
                'Flag' { $fact[$name] = @{ True = $true; False = $false }[$text] }
                'Date' { $fact[$name] = Format-HybridMoment -Value $value }
                'List' { $fact[$name] = [object[]] @($texts | ForEach-Object { Protect-HybridText -Text $_ }) }
            }
        }
    }
    foreach ($part in $Row['Part']) {
        $items = @(Get-HybridItem -InputObject $InputObject -Name $part.Name)
        $fact[$part.Name] = [object[]] @($items | ForEach-Object { ConvertTo-HybridFact -InputObject $_ -Row $part })
    }
    return $fact
}

function Add-HybridKind([hashtable] $Row, [string[]] $Of = @(''), [string[]] $Needs = @()) {
    <# .SYNOPSIS Reads a kind and adds its facts; Of names those that are asked each by itself, Needs who tells them. #>
    $run = $script:HybridRun
    foreach ($kind in @($Needs | Where-Object { -not $run.Collected.Contains($_) })) {
        $unknown = @{ Kind = $Row.Kind; Key = ''; Name = $Row.Kind; Known = $false; Failure = '' }
        $run.Reads.Add([pscustomobject] ($unknown + @{ Reason = "$kind could not be read." }))
        return
    }
    # In the order of their keys, byte by byte, the same under every culture.
    $sorted = [System.Collections.Generic.SortedDictionary[string,object]]::new([System.StringComparer]::Ordinal)
    $by = @(@($Row['SortBy'], 'Name' | Where-Object { $null -ne $_ })[0])
    $known = $Of.Count -eq 0
    foreach ($owner in $Of) {
        $hybridRead = Read-HybridKind -Kind $Row.Kind -Key $owner -Command { & $Row.Command $owner }
        $run.Reads.Add($hybridRead)
        if (-not $hybridRead.Known) { continue }
        $known = $true
        foreach ($object in $hybridRead.Objects) {
            $fact = ConvertTo-HybridFact -InputObject $object -Row $Row
            if ($Row.ContainsKey('Key')) { $fact.Insert(0, $Row.Key, $owner) }
            if ($Row.ContainsKey('More')) { & $Row.More $object $fact }
            $key = @($by | ForEach-Object { "$($fact[$_])" }) -join "`t"
            $sorted.Add(("{0}`t{1:000000}" -f $key, $sorted.Count), $fact)
        }
    }
    if ($known) { $run.Collected[$Row.Kind] = [object[]] @($sorted.Values) }
}

function Save-HybridCollection([System.Collections.IDictionary] $Owner) {
    <# .SYNOPSIS Writes what was collected to state/<context>.json; with -WhatIf and Verify only says what it holds. #>
    # The file is written even when a kind could not be read, which it says itself; the run then fails.
    $run = $script:HybridRun
    $missing = @($run.Reads | Where-Object { -not $_.Known })
    $unread = @($missing | ForEach-Object { [ordered] @{ kind = $_.Kind; key = $_.Key; reason = $_.Reason } })
    $state = [ordered] @{ format_version = 1; context = $run.Step.Context } + $Owner + [ordered] @{
        collected = Format-HybridMoment; objects = $run.Collected; not_collected = [object[]] $unread
    }
    $counts = @($run.Collected.Keys | ForEach-Object { "$_ $(@($run.Collected[$_]).Count)" })
    Write-HybridMessage -Text "Read: $($counts -join ', ')."
    foreach ($read in $missing) { Write-HybridMessage -Warning -Text "Not collected: $($read.Name). $($read.Reason)" }
    $file = "state/$($run.Step.Context).json"
    if ($run.Action -eq 'Verify') {
        Write-HybridMessage -Text "Verify reads only: $file was not written."
    } elseif ($run.Cmdlet.ShouldProcess($file, 'write what was read')) {
        $path = [System.IO.Path]::Combine($run.Root, 'state', "$($run.Step.Context).json")
        Write-HybridFile -Path $path -Text (ConvertTo-HybridJson -InputObject $state)
        Write-HybridMessage -Text "Written: $file. It holds names, addresses and dates, no secret; copy it to the machine that runs ""hybrid-oauth plan""."
    }
    $failure = Get-HybridReadFailure -Read $run.Reads.ToArray()
    if ($failure -ne '') { throw $failure }
}
