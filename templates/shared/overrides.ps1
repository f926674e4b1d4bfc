# --- Setting overrides that act ----------------------------------------------------------------

function Get-HybridParameterKey([string[]] $Parameter) {
    <# .SYNOPSIS The parameters of an override in a form in which they are compared: without blanks and case, sorted. #>
    return (@($Parameter | ForEach-Object { $_.Replace(' ', '').ToLowerInvariant() } | Sort-Object) -join ';')
}

function Get-HybridActing([string] $Server, [string[]] $Section) {
    <# .SYNOPSIS The overrides of this step as a server applies them now, one text each; null when it does not say. #>
    try {
        $answer = @(Invoke-HybridRead -Most 3 -Command {
                Get-ExchangeDiagnosticInfo -Server $Server -Process 'Microsoft.Exchange.Directory.TopologyService' -Component 'VariantConfiguration' -Argument 'Overrides' -ErrorAction Stop
            })
        $document = [xml] (Get-HybridText -InputObject $answer[0] -Name 'Result')
        if ($null -eq $document.SelectSingleNode('//VariantConfiguration')) { throw 'the answer holds no VariantConfiguration' }
    } catch {
        $class = Get-HybridFailureClass -ErrorRecord $_
        if ($class -eq 'denied') { throw }
        if ($class -in @('busy', 'lost')) { Add-HybridSilent -Server $Server -Reason (Get-HybridErrorText -ErrorRecord $_); return $null }
        Write-HybridMessage -Warning -Text "The server $Server does not say which overrides act on it: $(Get-HybridErrorText -ErrorRecord $_)"
        return $null
    }
    $texts = @()
    foreach ($node in @($document.SelectNodes('//VariantConfiguration/Overrides/SettingOverride'))) {
        $name = '{0}/{1}' -f $node.SelectSingleNode('ComponentName').InnerText, $node.SelectSingleNode('SectionName').InnerText
        $status = $node.SelectSingleNode('Status')
        if ($Section -notcontains $name -or ($null -ne $status -and $status.InnerText -ne 'Accepted')) { continue }
        $parameters = [string[]] @($node.SelectNodes('Parameters/Parameter') | ForEach-Object { $_.InnerText })
        $texts += "${name}: $(Get-HybridParameterKey -Parameter $parameters)"
    }
    return , [string[]] @($texts | Sort-Object)
}

function Test-HybridDoneSince([string] $Kind, [string] $Key, [string] $Property, [string] $Since) {
    <# .SYNOPSIS Tells whether the record says that a change was made, after the last change of another kind. #>
    # For changes whose effect a service does not show: what was done cannot be read back, only remembered.
    $run = $script:HybridRun
    $entries = $run.Changes.ToArray()
    if ($run.Action -eq 'Verify' -or ($run.Action -eq 'Apply' -and $run.WhatIf)) { $entries = Read-HybridRecord }
    $done = $false
    foreach ($entry in @($entries | Where-Object { $null -ne $_ })) {
        if ($entry.kind -eq $Since) { $done = $false }
        if ($entry.kind -eq $Kind -and $entry.key -eq $Key -and $entry.property -eq $Property) { $done = Test-HybridTrue -InputObject $entry -Name 'done' }
    }
    return $done
}
