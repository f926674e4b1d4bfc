# --- The dedicated application ------------------------------------------------------------------

function Read-HybridApplication {
    <# .SYNOPSIS The dedicated application as it was handed over, proven where this shell can; stops on any doubt. #>
    $row = $steps | Where-Object { $_[1] -in 'hybrid-application', 'retire-application' } | Select-Object -First 1
    $writer = Get-HybridScript -Id 'hybrid-application' -Row $row
    $handOff = Read-HybridHandOff -Name 'application.json' -WrittenBy $writer
    $ids = @{}
    foreach ($name in 'app_id', 'application_object_id', 'service_principal_object_id', 'organization_guid') {
        $ids[$name] = ConvertTo-HybridGuid -Text (Get-HybridText -InputObject $handOff -Name $name)
        if ($ids[$name] -eq '') { Stop-HybridStep -Reason "handoff/application.json has no valid $name. Run $writer again." }
    }
    $application = [pscustomobject] @{
        Name = "ExchangeServerApp-$($ids.organization_guid)"; AppId = $ids.app_id
        Id = $ids.application_object_id; PrincipalId = $ids.service_principal_object_id; Keys = @()
    }
    $reason = Get-HybridApplicationFault -Application $application -OrganizationGuid $ids.organization_guid
    $display = Get-HybridText -InputObject $handOff -Name 'display_name'
    if ($display -ne $application.Name) { $reason = 'its display_name is another' }
    if ($reason -eq '') { return $application }
    Stop-HybridStep -Reason "handoff/application.json is not taken: $reason. Find out who wrote it, and run $writer again."
}

function Get-HybridApplicationFault([object] $Application, [string] $OrganizationGuid) {
    <# .SYNOPSIS Why an application is not the dedicated one here; empty when it is, or this shell cannot tell. #>
    $context = $script:HybridRun.Step.Context
    $name = $Application.Name
    if ($context -eq 'exchange-shell') {
        $read = { Invoke-HybridRead -Command { Get-OrganizationConfig -ErrorAction Stop } }
        $config = @(Read-HybridOnce -Mark 'OrganizationConfig' -Command $read)[0]
        $guid = Get-HybridText -InputObject $config -Name 'Guid'
        if ($guid -ne $OrganizationGuid) { return "it is for the organisation $OrganizationGuid, this is $guid" }
    }
    if ($context -ne 'mggraph') { return '' }
    # An application of this tenant: those of others have a service principal here only.
    $found = @(Read-HybridOnce -Mark 'Application' -Command {
            $properties = 'id', 'appId', 'displayName', 'keyCredentials'
            Read-HybridGraph -Path 'applications' -Filter "displayName eq '$name'" -Property $properties
        })
    if ($found.Count -ne 1) { return "the tenant has $($found.Count) applications named $name, there must be one" }
    $is = Select-HybridProperty -InputObject $found[0] -Text 'appId', 'id'
    $Application.Keys = @(ConvertTo-HybridKey -InputObject $found[0])
    if ($is.appId -eq $Application.AppId -and $is.id -eq $Application.Id) { return '' }
    return "$name is $($is.appId) ($($is.id)) in this tenant, the file says $($Application.AppId) ($($Application.Id))"
}

function ConvertTo-HybridGuid([string] $Text) {
    <# .SYNOPSIS A GUID in its usual form; empty when a text is none, or only zeros. #>
    $guid = [guid]::Empty
    if ([guid]::TryParse($Text, [ref] $guid) -and $guid -ne [guid]::Empty) { return $guid.ToString() }
    return ''
}
