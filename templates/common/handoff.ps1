# --- Hand-off files: the only way from one shell to the next ------------------------------------

function Get-HybridHandOffPath([string] $Name) {
    <# .SYNOPSIS The path of a hand-off file of this bundle. #>
    return [System.IO.Path]::Combine($script:HybridRun.Root, 'handoff', $Name)
}

function Get-HybridTenant {
    <# .SYNOPSIS What a hand-off is bound to: the name of the field, and the tenant. #>
    $organization = $script:HybridRun.Organization
    if ($organization.TenantId -ne '') { return @('tenant_id', $organization.TenantId) }
    return @('initial_domain', $organization.InitialDomain)
}

function Get-HybridHandOffChange([string] $Name, [System.Collections.IDictionary] $Content, [string] $Text) {
    <# .SYNOPSIS The change that writes a hand-off file, if it does not hold the content already. #>
    $path = Get-HybridHandOffPath -Name $Name
    $field, $tenant = Get-HybridTenant
    $whole = [ordered] @{ format_version = 1; $field = $tenant }
    foreach ($key in $Content.Keys) { $whole[$key] = $Content[$key] }
    $wanted = ConvertTo-HybridJson -InputObject $whole
    $present = $null
    if ([System.IO.File]::Exists($path)) { $present = [System.IO.File]::ReadAllText($path) }
    if (Test-HybridSameJson -Left $present -Right $wanted) {
        Write-HybridMessage -Text "Already there: the hand-off file handoff/$Name."
        Show-HybridFingerprint -Name $Name
        return
    }
    $change = @{ Kind = 'HandOff'; Key = "handoff/$Name"; Property = '(object)'; Before = $present; After = $wanted; Text = $Text }
    New-HybridChange @change -ArgumentList @($path, $wanted, $Name) -Command {
        param($Path, $Text, $Name)
        Write-HybridFile -Path $Path -Text $Text
        Show-HybridFingerprint -Name $Name
    }
}

function Show-HybridFingerprint([string] $Name, [switch] $Reading) {
    <# .SYNOPSIS Says the fingerprint of a hand-off file, for a phone call; stops when another was given. #>
    $bytes = [System.IO.File]::ReadAllBytes((Get-HybridHandOffPath -Name $Name))
    $hash = [System.Security.Cryptography.SHA256]::Create().ComputeHash($bytes)
    $print = ([System.BitConverter]::ToString($hash).Replace('-', '').Substring(0, 16) -replace '(.{4})(?!$)', '$1 ')
    Write-HybridMessage -Text "Fingerprint of handoff/${Name}:   $print"
    $given = @($script:HybridRun.Fingerprint | ForEach-Object { $_ -replace '[^0-9A-Fa-f]', '' })
    if (-not $Reading -or $given -contains $print.Replace(' ', '')) { return }
    if ($given.Count -eq 0) { Write-HybridMessage -Text 'Compare it with what the script printed that wrote the file, before you confirm.'; return }
    Stop-HybridStep -Reason "The hand-off file handoff/$Name has the fingerprint $print, not $($script:HybridRun.Fingerprint -join ', '): it is not what its script wrote, or it was written anew since."
}

function Get-HybridHandOffUndo([object[]] $Record, [string] $Name) {
    <# .SYNOPSIS The change that puts a hand-off file back as it was: removed if this bundle wrote the first one. #>
    # The name is the script's own, not the record's; what goes back must be a hand-off of this tenant.
    $mine = @{ Kind = 'HandOff'; Key = "handoff/$Name"; Property = '(object)' }
    $path = Get-HybridHandOffPath -Name $Name
    foreach ($original in @(Get-HybridOriginal @mine -Record $Record)) {
        if ($null -ne $original.Before -and (Get-HybridHandOffFault -Text "$($original.Before)") -ne '') {
            Write-HybridMessage -Warning -Text "Not put back: what the record says stood in $($original.Key) is no hand-off of this tenant."
            continue
        }
        $present = $null
        if ([System.IO.File]::Exists($path)) { $present = [System.IO.File]::ReadAllText($path) }
        if (Test-HybridSameJson -Left $present -Right $original.Before) { continue }
        $change = $mine + @{ Before = $present; After = $original.Before; Text = "put handoff/$Name back as it was" }
        New-HybridChange @change -ArgumentList @($path, $original.Before) -Command {
            param($Path, $Text)
            if ($null -eq $Text) { [System.IO.File]::Delete($Path) } else { Write-HybridFile -Path $Path -Text $Text }
        }
    }
}

function Read-HybridHandOff([string] $Name, [string] $WrittenBy) {
    <# .SYNOPSIS Reads a hand-off file and stops on any doubt: missing, damaged, of another version or tenant. #>
    $again = "Run $WrittenBy (again) and copy the bundle folder, with handoff, to this machine."
    $file = Read-HybridJson -Path (Get-HybridHandOffPath -Name $Name)
    if ($null -eq $file) { Stop-HybridStep -Reason "The hand-off file handoff/$Name is missing. $again" }
    $fault = Get-HybridHandOffFault -File $file
    if ($fault -ne '') { Stop-HybridStep -Reason "The hand-off file handoff/$Name $fault. $again" }
    Show-HybridFingerprint -Name $Name -Reading
    return $file
}

function Get-HybridHandOffFault([object] $File, [string] $Text = '') {
    <# .SYNOPSIS Why an object, or a text, is no hand-off of this tenant; empty when it is one. #>
    if ($Text -ne '') {
        try { $File = ConvertFrom-Json -InputObject $Text -ErrorAction Stop } catch { return 'is no JSON' }
    }
    if ((Get-HybridText -InputObject $File -Name 'format_version') -ne '1') { return 'has another format version' }
    $field, $expected = Get-HybridTenant
    $found = Get-HybridText -InputObject $File -Name $field
    if ($found -ne $expected) { return ('is for the tenant "{0}", this bundle is for {1}' -f $found, $expected) }
    return ''
}
