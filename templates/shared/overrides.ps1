# --- Setting overrides that act ----------------------------------------------------------------

function Get-HybridOverrideText([string] $Section, [string[]] $Parameter) {
    <# .SYNOPSIS An override in the form in which it is compared: parameters without blanks and case, sorted. #>
    $plain = @($Parameter | ForEach-Object { $_.Replace(' ', '').ToLowerInvariant() } | Sort-Object)
    return "${Section}: $($plain -join ';')"
}

function Get-HybridActing([string] $Server, [string[]] $Section) {
    <# .SYNOPSIS The overrides of some sections that a server applies now, as texts; null when it does not say. #>
    $acting = $null
    try {
        $from = @{ Process = 'Microsoft.Exchange.Directory.TopologyService'; Component = 'VariantConfiguration' }
        $answer = @(Invoke-HybridRead -Most 3 -Command {
                Get-ExchangeDiagnosticInfo -Server $Server @from -Argument 'Overrides' -ErrorAction Stop
            })
        $document = [xml] (Get-HybridText -InputObject $answer[0] -Name 'Result')
        if ($null -eq $document.SelectSingleNode('//VariantConfiguration')) { throw 'it has no VariantConfiguration' }
        $accepted = "//VariantConfiguration/Overrides/SettingOverride[not(Status) or Status = 'Accepted']"
        $texts = @(foreach ($node in $document.SelectNodes($accepted)) {
                $name = '{0}/{1}' -f $node['ComponentName'].InnerText, $node['SectionName'].InnerText
                $parameters = @($node.SelectNodes('Parameters/Parameter') | ForEach-Object { $_.InnerText })
                if ($Section -contains $name) { Get-HybridOverrideText -Section $name -Parameter $parameters }
            })
        $acting = [string[]] @($texts | Sort-Object)
    } catch {
        $class, $text = (Get-HybridFailureClass -ErrorRecord $_), (Get-HybridErrorText -ErrorRecord $_)
        if ($class -eq 'denied') { throw }
        if ($class -in 'busy', 'lost') { Add-HybridSilent -Server $Server -Reason $text }
        else { Write-HybridMessage -Warning -Text "The server $Server does not say which overrides act on it: $text" }
    }
    return [pscustomobject] @{ Name = $Server; Acting = $acting }
}
