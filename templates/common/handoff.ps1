# --- Hand-off files: the only way from one shell to the next ------------------------------------
# Where they lie; what one is bound to: the name of the field, and the tenant.
$handOffFolder = [System.IO.Path]::Combine($PSScriptRoot, 'handoff')
$handOffTenant = @('tenant_id', $organization.TenantId)
if ($organization.TenantId -eq '') { $handOffTenant = @('initial_domain', $organization.InitialDomain) }

function New-HybridHandOffChange([string] $Name, [object] $After, [string] $Text) {
    <# .SYNOPSIS The change that makes a hand-off file hold a text, or takes it away; none when it is so already. #>
    $path = [System.IO.Path]::Combine($handOffFolder, $Name)
    $present = $null
    if ([System.IO.File]::Exists($path)) { $present = [System.IO.File]::ReadAllText($path) }
    # Compared by what they hold: the two PowerShells write JSON differently.
    $old, $new = foreach ($text in "$present", "$After") {
        try { ConvertTo-HybridJson -InputObject (ConvertFrom-Json -InputObject $text) } catch { $text }
    }
    if (($null -eq $present) -eq ($null -eq $After) -and $old -ceq $new) { return }
    $change = @{ Kind = 'HandOff'; Key = "handoff/$Name"; Property = '(object)'; Before = $present; After = $After }
    New-HybridChange @change -Text $Text -ArgumentList @($path, $After, $Name) -Command {
        param($Path, $Text, $Name)
        if ($null -eq $Text) { [System.IO.File]::Delete($Path); return }
        Write-HybridFile -Path $Path -Text $Text
        Show-HybridFingerprint -Name $Name
    }
}

function Get-HybridHandOffChange([string] $Name, [System.Collections.IDictionary] $Content, [string] $Text) {
    <# .SYNOPSIS The change that writes a hand-off file, if it does not hold the content already. #>
    $field, $tenant = $handOffTenant
    $whole = [ordered] @{ format_version = 1; $field = $tenant }
    foreach ($key in $Content.Keys) { $whole[$key] = $Content[$key] }
    $change = New-HybridHandOffChange -Name $Name -After (ConvertTo-HybridJson -InputObject $whole) -Text $Text
    if ($null -ne $change) { return $change }
    Write-HybridMessage -Text "Already there: the hand-off file handoff/$Name."
    Show-HybridFingerprint -Name $Name
}

function Get-HybridHandOffUndo([object[]] $Record, [string] $Name) {
    <# .SYNOPSIS The change that puts a hand-off file back as it was: removed if this bundle wrote the first one. #>
    # The name is the script's own, not the record's; what goes back must be a hand-off of this tenant.
    $mine = @{ Kind = 'HandOff'; Key = "handoff/$Name"; Property = '(object)' }
    foreach ($original in @(Get-HybridOriginal @mine -Record $Record)) {
        $before = $original.Before
        if ($null -eq $before -or (Get-HybridHandOffFault -Text "$before") -eq '') {
            New-HybridHandOffChange -Name $Name -After $before -Text "put handoff/$Name back as it was"
        } else { Write-HybridMessage -Warning -Text "Not put back: the record has no handoff/$Name of this tenant." }
    }
}

function Show-HybridFingerprint([string] $Name, [switch] $Reading) {
    <# .SYNOPSIS Says the fingerprint of a hand-off file, for a phone call; stops when another was given. #>
    $path = [System.IO.Path]::Combine($handOffFolder, $Name)
    $hash = (Get-FileHash -LiteralPath $path -Algorithm SHA256).Hash.Substring(0, 16)
    $print = $hash -replace '(.{4})(?!$)', '$1 '
    Write-HybridMessage -Text "Fingerprint of handoff/${Name}:   $print"
    $given = @($script:HybridRun.Fingerprint | ForEach-Object { $_ -replace '[^0-9A-Fa-f]', '' })
    if (-not $Reading -or $given -contains $hash) { return }
    $reason = "handoff/$Name has the fingerprint $print, not the given one: written anew, or forged."
    if ($given.Count -gt 0) { Stop-HybridStep -Reason $reason }
    Write-HybridMessage -Text 'Compare it with what the script printed that wrote the file, before you confirm.'
}

function Read-HybridHandOff([string] $Name, [string] $WrittenBy) {
    <# .SYNOPSIS Reads a hand-off file and stops on any doubt: missing, damaged, of another version or tenant. #>
    $file = Read-HybridJson -Path ([System.IO.Path]::Combine($handOffFolder, $Name))
    $fault = Get-HybridHandOffFault -File $file
    if ($fault -ne '') { Stop-HybridStep -Reason "handoff/$Name $fault. Run $WrittenBy, copy the whole folder here." }
    Show-HybridFingerprint -Name $Name -Reading
    return $file
}

function Get-HybridHandOffFault([object] $File, [string] $Text = '') {
    <# .SYNOPSIS Why an object, or a text, is no hand-off of this tenant; empty when it is one. #>
    if ($null -eq $File -and $Text -eq '') { return 'is missing' }
    if ($Text -ne '') { try { $File = ConvertFrom-Json -InputObject $Text } catch { return 'is no JSON' } }
    if ((Get-HybridText -InputObject $File -Name 'format_version') -ne '1') { return 'has another format version' }
    $field, $tenant = $handOffTenant
    $found = Get-HybridText -InputObject $File -Name $field
    if ($found -ne $tenant) { return "is for the tenant ""$found"", this bundle is for $tenant" }
    return ''
}
