# --- The record of what stood there before ------------------------------------------------------

function Add-HybridRecord([object] $Change) {
    <# .SYNOPSIS Writes a change into the evidence before it is made; one made again after a cut stays one entry. #>
    $run = $script:HybridRun
    $names = 'kind', 'key', 'property', 'before', 'after'
    $text = { ConvertTo-HybridJson -InputObject @(foreach ($name in $names) { , $args[0].$name }) }
    $open = @($run.Changes | Where-Object { -not (Test-HybridTrue -InputObject $_ -Name 'done') })
    $run.Entry = $open | Where-Object { (& $text $_) -ceq (& $text $Change.Entry) } | Select-Object -Last 1
    if ($null -ne $run.Entry) { return }
    $run.Entry = $Change.Entry
    $run.Entry | Add-Member -NotePropertyMembers ([ordered] @{
            done = $false; at = Format-HybridMoment; by = [System.Environment]::UserName; computer = Get-HybridLocalName
        })
    $run.Changes.Add($run.Entry)
    $null = Save-HybridEvidence -Result 'failed'
}

function Complete-HybridRecord {
    <# .SYNOPSIS Marks the change that was made last as done in the evidence: the service has confirmed it. #>
    $script:HybridRun.Entry | Add-Member -NotePropertyName 'done' -NotePropertyValue $true -Force
    $null = Save-HybridEvidence -Result 'failed'
}

function Move-HybridRecord {
    <# .SYNOPSIS Takes over the record of this step from a bundle that numbered it otherwise. #>
    $run = $script:HybridRun
    if ([System.IO.File]::Exists($run.Record) -or -not [System.IO.Directory]::Exists($run.EvidencePath)) { return }
    $pattern = '^[0-9]{2,3}-' + [regex]::Escape($run.Step.Id) + '\.apply\.json$'
    $found = @(Get-ChildItem -LiteralPath $run.EvidencePath -File | Where-Object { $_.Name -match $pattern })
    if ($found.Count -eq 0) { return }
    $names = $found.Name -join ', '
    if ($found.Count -gt 1) { Stop-HybridStep -Reason "This step has several records: $names. Keep the right one." }
    Write-HybridMessage -Text "The record $names is from a bundle that numbered this step otherwise; it is taken over."
    [System.IO.File]::Move($found[0].FullName, $run.Record)
}

function Get-HybridOriginal([object[]] $Record, [string] $Kind, [string] $Property, [string] $Key) {
    <# .SYNOPSIS What stood there before this bundle changed it first, and what it wrote last. #>
    $found = @($Record | Where-Object { $_.kind -eq $Kind -and $_.property -eq $Property -and $Key -in '', $_.key })
    foreach ($name in @($found | ForEach-Object { $_.key } | Select-Object -Unique)) {
        $same = @($found | Where-Object { $_.key -eq $name })
        [pscustomobject] @{ Key = $name; Before = $same[0].before; After = $same[-1].after; Entries = $same }
    }
}

function Test-HybridRestorable([object] $Original, [object] $Current) {
    <# .SYNOPSIS Tells whether Rollback should put a value back: it is what this bundle wrote. Another is named. #>
    $now, $before = $Current, $Original.Before | ForEach-Object { Get-HybridKey -Text "$_" }
    $ours = @($Original.Entries | ForEach-Object { Get-HybridKey -Text "$($_.after)" }) -ccontains $now
    $said = 'Cannot be put back: what stood in {0} before it was changed to "{2}" could not be read. Decide by hand.'
    if ($before -ne 'unknown') {
        if ($ours -or $now -ceq $before) { return ($now -cne $before) }
        $said = 'Left alone: somebody made {0} "{1}"; this bundle wrote "{2}", before it was "{3}". Decide by hand.'
    }
    Write-HybridMessage -Warning -Text ($said -f $Original.Key, $Current, $Original.After, $Original.Before)
    return $false
}

function Get-HybridListBefore([object] $Original, [string[]] $Current, [string[]] $Own) {
    <# .SYNOPSIS A list as it should be after Rollback: without what this bundle added. Steps only add. #>
    # Own is what this step adds; what else the record says is left alone and named.
    $written = Get-HybridItemName -Item @($Original.Entries | ForEach-Object { $_.after })
    $added = Remove-HybridItem -List $written -Remove (Get-HybridItemName -Item $Original.Before)
    $back = $Current
    foreach ($item in @($added | Where-Object { Test-HybridContains -List $Current -Text $_ })) {
        $said = "Left alone: this step does not add $item to $($Original.Key), as the record says. Decide by hand."
        if (-not (Test-HybridContains -List $Own -Text $item)) { Write-HybridMessage -Warning -Text $said; continue }
        $back = Remove-HybridItem -List $back -Remove @($item)
    }
    return , $back
}
