# --- The record of what stood there before ------------------------------------------------------

function Add-HybridRecord {
    <# .SYNOPSIS Writes a change into the evidence before it is made. A change that was cut off and is made again stays one entry. #>
    [CmdletBinding()] param([object] $Change)
    $entry = [ordered] @{
        kind     = $Change.Kind
        key      = $Change.Key
        property = $Change.Property
        before   = $Change.Before
        after    = $Change.After
    }
    if ($null -ne (Find-HybridRecord -Entry $entry)) { return }
    $entry['done'] = $false
    $entry['at'] = Get-HybridTimestamp
    $entry['by'] = [System.Environment]::UserName
    $entry['computer'] = Get-HybridLocalName
    $script:HybridRun.Changes.Add($entry)
    $null = Save-HybridEvidence -Result 'failed'
}

function Find-HybridRecord {
    <# .SYNOPSIS The last entry of the evidence that describes the same change and is not done yet; null when there is none. #>
    [CmdletBinding()] param([object] $Entry)
    $wanted = Get-HybridEntryText -Entry $Entry
    $found = $null
    foreach ($known in $script:HybridRun.Changes) {
        if ((Get-HybridText -InputObject $known -Name 'done') -ne 'True' -and (Get-HybridEntryText -Entry $known) -ceq $wanted) { $found = $known }
    }
    return $found
}

function Get-HybridEntryText {
    <# .SYNOPSIS An entry of the evidence as one text, for comparison. #>
    [CmdletBinding()] param([object] $Entry)
    $parts = @($Entry.kind, $Entry.key, $Entry.property, $Entry.before, $Entry.after)
    return (ConvertTo-Json -InputObject $parts -Depth 12 -Compress)
}

function Complete-HybridRecord {
    <# .SYNOPSIS Marks a change in the evidence as done: the service has confirmed it. #>
    [CmdletBinding()] param([object] $Change)
    $entry = Find-HybridRecord -Entry ([pscustomobject] @{
            kind = $Change.Kind; key = $Change.Key; property = $Change.Property; before = $Change.Before; after = $Change.After
        })
    if ($null -eq $entry) { return }
    if ($entry -is [System.Collections.IDictionary]) { $entry['done'] = $true }
    else { $entry | Add-Member -MemberType NoteProperty -Name 'done' -Value $true -Force }
    $null = Save-HybridEvidence -Result 'failed'
}

function Test-HybridDoneSince {
    <# .SYNOPSIS Tells whether the record says that a change was made, and made after the last change of another kind. #>
    # For changes whose effect a service does not show: what was done cannot be read back, only remembered.
    [CmdletBinding()] param([string] $Kind, [string] $Key, [string] $Property, [string] $Since)
    $entries = $script:HybridRun.Changes.ToArray()
    if ($script:HybridRun.Action -ne 'Rollback' -and ($script:HybridRun.WhatIf -or $script:HybridRun.Action -eq 'Verify')) {
        $entries = Read-HybridRecord
    }
    $done = $false
    foreach ($entry in $entries) {
        if ($null -eq $entry) { continue }
        if ($entry.kind -eq $Since) { $done = $false }
        if ($entry.kind -eq $Kind -and $entry.key -eq $Key -and $entry.property -eq $Property) {
            $done = ((Get-HybridText -InputObject $entry -Name 'done') -eq 'True')
        }
    }
    return $done
}

function Read-HybridRecord {
    <# .SYNOPSIS The changes that Apply of this step has written down so far; null without a record. #>
    [CmdletBinding()] param()
    $file = Read-HybridJson -Path (Get-HybridEvidenceFile -Action 'Apply')
    if ($null -eq $file) { return $null }
    Assert-HybridRecord -File $file -Path (Get-HybridEvidenceFile -Action 'Apply')
    return , [object[]] @($file.changes | Where-Object -FilterScript { $null -ne $_ })
}

function Move-HybridRecord {
    <# .SYNOPSIS Takes over the record of this step from a bundle that numbered it otherwise. #>
    [CmdletBinding()] param()
    $path = Get-HybridEvidenceFile -Action 'Apply'
    if ([System.IO.File]::Exists($path) -or -not [System.IO.Directory]::Exists($script:HybridRun.EvidencePath)) { return }
    $pattern = '^[0-9]{2,3}-' + [regex]::Escape($script:HybridRun.Step.Id) + '\.apply\.json$'
    $found = @([System.IO.Directory]::GetFiles($script:HybridRun.EvidencePath) | Where-Object -FilterScript { [System.IO.Path]::GetFileName($_) -match $pattern })
    if ($found.Count -eq 0) { return }
    if ($found.Count -gt 1) {
        Stop-HybridStep -Reason ('There are {0} records of this step under other numbers: {1}. Keep the right one and run this script again. Nothing was changed.' -f $found.Count, ($found -join ', '))
    }
    Write-HybridMessage -Text ('The record {0} is from a bundle that numbered this step otherwise; it is taken over.' -f [System.IO.Path]::GetFileName($found[0]))
    [System.IO.File]::Move($found[0], $path)
}

function Get-HybridOriginal {
    <# .SYNOPSIS What stood there before this bundle changed it first, and what it wrote last. #>
    [CmdletBinding()] param([object[]] $Record, [string] $Kind, [string] $Property, [string] $Key)
    $found = @($Record | Where-Object -FilterScript {
            $_.kind -eq $Kind -and $_.property -eq $Property -and ($Key -eq '' -or $_.key -eq $Key)
        })
    foreach ($name in @($found | ForEach-Object -Process { $_.key } | Select-Object -Unique)) {
        $same = @($found | Where-Object -FilterScript { $_.key -eq $name })
        [pscustomobject] @{ Key = $name; Before = $same[0].before; After = $same[-1].after; Entries = $same }
    }
}

function Complete-HybridRollback {
    <# .SYNOPSIS Sets the record of Apply aside, so that the next Apply starts a new one. #>
    [CmdletBinding()] param()
    $record = Get-HybridEvidenceFile -Action 'Apply'
    $number = 1
    while ([System.IO.File]::Exists("$record.undone-$number")) { $number++ }
    [System.IO.File]::Move($record, "$record.undone-$number")
}

function Test-HybridRestorable {
    <# .SYNOPSIS Tells whether Rollback should put a value back: it is what this bundle wrote. #>
    # What stands there as before needs nothing. What somebody else changed since stays, and is named.
    [CmdletBinding()] param([object] $Original, [object] $Current)
    if ("$($Original.Before)" -eq 'unknown') {
        Write-HybridMessage -Warning -Text ('Cannot be put back: what stood in {0} before could not be read when it was changed to "{1}". Decide by hand.' -f $Original.Key, $Original.After)
        return $false
    }
    $now = Get-HybridKey -Text "$Current"
    if ($now -ceq (Get-HybridKey -Text "$($Original.Before)")) { return $false }
    foreach ($entry in $Original.Entries) {
        if ($now -ceq (Get-HybridKey -Text "$($entry.after)")) { return $true }
    }
    Write-HybridMessage -Warning -Text ('Left alone: {0} was changed by somebody else since ("{1}", this bundle wrote "{2}", before it stood "{3}"). Decide by hand.' -f $Original.Key, $Current, $Original.After, $Original.Before)
    return $false
}

function Get-HybridListBefore {
    <# .SYNOPSIS A list as it should be after Rollback: without what this bundle added. Steps only add, so nothing comes back. #>
    # Own is what this step adds; what else the record says is left alone and named.
    [CmdletBinding()] param([object] $Original, [string[]] $Current, [string[]] $Own)
    $back = $Current
    foreach ($entry in $Original.Entries) {
        foreach ($item in (Remove-HybridItem -List ([string[]] @($entry.after)) -Remove ([string[]] @($Original.Before)))) {
            if (-not (Test-HybridContains -List $back -Text $item)) { continue }
            if (Test-HybridContains -List $Own -Text $item) { $back = Remove-HybridItem -List $back -Remove @($item); continue }
            Write-HybridMessage -Warning -Text ('Left alone: the record says that {0} was added to {1}, but this step does not add it. Decide by hand.' -f $item, $Original.Key)
        }
    }
    return , $back
}
