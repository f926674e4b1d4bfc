# --- The record of what stood there before ------------------------------------------------------

function Add-HybridRecord([object] $Change) {
    <# .SYNOPSIS Writes a change into the evidence before it is made; one made again after a cut stays one entry. #>
    if ($null -ne (Find-HybridRecord -Change $Change)) { return }
    $entry = ConvertTo-HybridEntry -Change $Change
    $entry['done'] = $false
    $entry['at'] = Format-HybridMoment
    $entry['by'] = [System.Environment]::UserName
    $entry['computer'] = Get-HybridLocalName
    $script:HybridRun.Changes.Add($entry)
    $null = Save-HybridEvidence -Result 'failed'
}

function ConvertTo-HybridEntry([object] $Change) {
    <# .SYNOPSIS A change as the evidence writes it. #>
    return [ordered] @{ kind = $Change.Kind; key = $Change.Key; property = $Change.Property; before = $Change.Before; after = $Change.After }
}

function Find-HybridRecord([object] $Change) {
    <# .SYNOPSIS The last entry of the evidence for the same change that is not done yet; null without one. #>
    $text = { ConvertTo-Json -InputObject @($args[0].kind, $args[0].key, $args[0].property, $args[0].before, $args[0].after) -Depth 12 -Compress }
    $wanted = & $text $Change
    return ($script:HybridRun.Changes | Where-Object {
            (Get-HybridText -InputObject $_ -Name 'done') -ne 'True' -and (& $text $_) -ceq $wanted
        } | Select-Object -Last 1)
}

function Complete-HybridRecord([object] $Change) {
    <# .SYNOPSIS Marks a change in the evidence as done: the service has confirmed it. #>
    $entry = Find-HybridRecord -Change $Change
    if ($null -eq $entry) { return }
    if ($entry -is [System.Collections.IDictionary]) { $entry['done'] = $true }
    else { $entry | Add-Member -MemberType NoteProperty -Name 'done' -Value $true -Force }
    $null = Save-HybridEvidence -Result 'failed'
}

function Read-HybridRecord {
    <# .SYNOPSIS The changes that Apply of this step has written down so far; null without a record. #>
    $path = Get-HybridEvidenceFile -Action 'Apply'
    $file = Read-HybridJson -Path $path
    if ($null -eq $file) { return $null }
    Assert-HybridRecord -File $file -Path $path
    return , [object[]] @($file.changes | Where-Object { $null -ne $_ })
}

function Move-HybridRecord {
    <# .SYNOPSIS Takes over the record of this step from a bundle that numbered it otherwise. #>
    $path = Get-HybridEvidenceFile -Action 'Apply'
    $folder = $script:HybridRun.EvidencePath
    if ([System.IO.File]::Exists($path) -or -not [System.IO.Directory]::Exists($folder)) { return }
    $pattern = '^[0-9]{2,3}-' + [regex]::Escape($script:HybridRun.Step.Id) + '\.apply\.json$'
    $found = @([System.IO.Directory]::GetFiles($folder) | Where-Object { [System.IO.Path]::GetFileName($_) -match $pattern })
    if ($found.Count -eq 0) { return }
    if ($found.Count -gt 1) {
        Stop-HybridStep -Reason "There are $($found.Count) records of this step under other numbers: $($found -join ', '). Keep the right one and run this script again."
    }
    Write-HybridMessage -Text ('The record {0} is from a bundle that numbered this step otherwise; it is taken over.' -f [System.IO.Path]::GetFileName($found[0]))
    [System.IO.File]::Move($found[0], $path)
}

function Get-HybridOriginal([object[]] $Record, [string] $Kind, [string] $Property, [string] $Key) {
    <# .SYNOPSIS What stood there before this bundle changed it first, and what it wrote last. #>
    $found = @($Record | Where-Object { $_.kind -eq $Kind -and $_.property -eq $Property -and ($Key -eq '' -or $_.key -eq $Key) })
    foreach ($name in @($found | ForEach-Object { $_.key } | Select-Object -Unique)) {
        $same = @($found | Where-Object { $_.key -eq $name })
        [pscustomobject] @{ Key = $name; Before = $same[0].before; After = $same[-1].after; Entries = $same }
    }
}

function Complete-HybridRollback {
    <# .SYNOPSIS Sets the record of Apply aside, so that the next Apply starts a new one. #>
    $record = Get-HybridEvidenceFile -Action 'Apply'
    $number = 1
    while ([System.IO.File]::Exists("$record.undone-$number")) { $number++ }
    [System.IO.File]::Move($record, "$record.undone-$number")
}

function Test-HybridRestorable([object] $Original, [object] $Current) {
    <# .SYNOPSIS Tells whether Rollback should put a value back: it is what this bundle wrote. #>
    # What stands there as before needs nothing. What somebody else changed since stays, and is named.
    if ("$($Original.Before)" -eq 'unknown') {
        Write-HybridMessage -Warning -Text ('Cannot be put back: what stood in {0} before could not be read when it was changed to "{1}". Decide by hand.' -f $Original.Key, $Original.After)
        return $false
    }
    $now = Get-HybridKey -Text "$Current"
    if ($now -ceq (Get-HybridKey -Text "$($Original.Before)")) { return $false }
    foreach ($entry in $Original.Entries) { if ($now -ceq (Get-HybridKey -Text "$($entry.after)")) { return $true } }
    Write-HybridMessage -Warning -Text ('Left alone: {0} was changed by somebody else since ("{1}", this bundle wrote "{2}", before it stood "{3}"). Decide by hand.' -f $Original.Key, $Current, $Original.After, $Original.Before)
    return $false
}

function Get-HybridListBefore([object] $Original, [string[]] $Current, [string[]] $Own) {
    <# .SYNOPSIS A list as it should be after Rollback: without what this bundle added. Steps only add. #>
    # Own is what this step adds; what else the record says is left alone and named.
    $back = $Current
    foreach ($entry in $Original.Entries) {
        foreach ($item in (Remove-HybridItem -List ([string[]] @($entry.after)) -Remove ([string[]] @($Original.Before)))) {
            if (-not (Test-HybridContains -List $back -Text $item)) { continue }
            if (Test-HybridContains -List $Own -Text $item) { $back = Remove-HybridItem -List $back -Remove @($item); continue }
            Write-HybridMessage -Warning -Text "Left alone: the record says that $item was added to $($Original.Key), but this step does not add it. Decide by hand."
        }
    }
    return , $back
}
