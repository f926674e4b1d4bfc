# --- What a record may say -----------------------------------------------------------------------
# Any hand can write a record: nothing of one reaches a service but what its step could have written, on its objects.

function Read-HybridRecord {
    <# .SYNOPSIS The changes that Apply of this step has written down; null without a record. Stops at another's. #>
    $run = $script:HybridRun
    $file = Read-HybridJson -Path $run.Record
    if ($null -eq $file) { return $null }
    $wanted = [ordered] @{
        step = $run.Step.Id; context = $run.Step.Context; action = 'apply'; what_if = 'False'
        tenant_id = $run.Organization.TenantId; initial_domain = $run.Organization.InitialDomain
    }
    $is = Select-HybridProperty -InputObject $file -Text @($wanted.Keys)
    # What this bundle or an older one does not say cannot differ.
    $differs = { $is.$_ -ne $wanted[$_] -and ($_ -eq 'step' -or '' -notin $is.$_, $wanted[$_]) }
    $said = { "its $_ is ""$($is.$_)"", not ""$($wanted[$_])""" }
    $reasons = @($wanted.Keys | Where-Object -FilterScript $differs | ForEach-Object -Process $said)
    if (-not (Test-HybridProperty -InputObject $file -Name 'changes')) { $reasons += 'it has no list of changes' }
    $changes = @(Get-HybridItem -InputObject $file -Name 'changes')
    foreach ($one in $changes) {
        foreach ($name in 'kind', 'key', 'property', 'before', 'after') {
            $fine = Test-HybridProperty -InputObject $one -Name $name
            if ($name -notin 'before', 'after') { $fine = $fine -and $one.$name -is [string] -and $one.$name -ne '' }
            if (-not $fine) { $reasons += "a change in it has no $name" }
        }
    }
    if ($reasons.Count -eq 0) { return , [object[]] $changes }
    $run.Unreadable = $run.Record
    $reason = "$($run.Record) is not the record of this step of this organisation: $($reasons[0])."
    Stop-HybridStep -Reason "$reason Bring back the right one; find out who wrote this."
}

function Test-HybridFormer([string] $Text) {
    <# .SYNOPSIS Tells whether a text of a record may stand in a property again. #>
    # A word or an id may, and a name or URL of this organisation or of Exchange Online.
    if ($Text -match '^[A-Za-z0-9-]*$') { return $true }
    $forms = $organization.AcsMetadataUrls + $organization.EvoStsMetadataUrls
    $names = $organization.TenantNames + $organization.SmtpDomains
    if (Test-HybridTenantUrl -Url $Text -Form $forms -Tenant $names) { return $true }
    # The application of a federated organisation is named like a domain.
    if ($Text -match '^[A-Za-z0-9.-]+$') { $Text = 'https://{0}/' -f $Text }
    if ($Text -notmatch '^https://[^@\s\\]*$') { return $false }
    $known = $organization.SmtpDomains + $organization.Hosts + $organization.ServiceDomains
    return (Test-HybridHostBelow -Url $Text -Domain $known)
}
