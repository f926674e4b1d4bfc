# --- Microsoft Graph ---------------------------------------------------------------------------

function Read-HybridGraph {
    <# .SYNOPSIS The objects of a collection of Microsoft Graph for which a filter is true, page by page. #>
    [CmdletBinding()] param([string] $Path, [string] $Filter = '', [string[]] $Property = @())
    $query = @('$top=999')
    if ($Filter -ne '') { $query += '$filter={0}' -f [System.Uri]::EscapeDataString($Filter) }
    if ($Property.Count -gt 0) { $query += '$select={0}' -f ($Property -join ',') }
    $uri = 'https://{0}/v1.0/{1}?{2}' -f $script:HybridRun.Organization.GraphHost, $Path, ($query -join '&')
    while ($uri -ne '') {
        $answer = @(Invoke-HybridRead -Command { Invoke-MgGraphRequest -Method GET -Uri $uri -ErrorAction Stop })[0]
        Get-HybridItem -InputObject $answer -Name 'value'
        $uri = Get-HybridText -InputObject $answer -Name '@odata.nextLink'
    }
}

function Get-HybridServicePrincipal {
    <# .SYNOPSIS The service principal of an application in this tenant; stops when there is none. #>
    [CmdletBinding()] param([string] $AppId, [string[]] $Property)
    $filter = "appId eq '{0}'" -f $AppId
    $found = @(Read-HybridGraph -Path 'servicePrincipals' -Filter $filter -Property $Property)
    if ($found.Count -ne 1) {
        Stop-HybridStep -Reason ('The tenant has {0} service principals with the application id {1}, there must be one. It is there in every tenant with an Exchange Online subscription; check the tenant and its licences.' -f $found.Count, $AppId)
    }
    return $found[0]
}

function Get-HybridNameClause {
    <# .SYNOPSIS Clauses of a filter: who holds one of these names. #>
    [CmdletBinding()] param([string[]] $Name)
    foreach ($one in $Name) { "servicePrincipalNames/any(n:n eq '{0}')" -f $one.Replace("'", "''") }
}

function Read-HybridPrincipal {
    <# .SYNOPSIS The service principals for which one of the clauses is true. #>
    # Microsoft Graph takes at most 15 clauses in a filter, so many are asked for in several reads.
    [CmdletBinding()] param([string[]] $Clause, [string[]] $Property)
    $seen = @()
    for ($first = 0; $first -lt $Clause.Count; $first += 15) {
        $filter = @($Clause | Select-Object -Skip $first -First 15) -join ' or '
        foreach ($principal in @(Read-HybridGraph -Path 'servicePrincipals' -Filter $filter -Property $Property)) {
            $id = Get-HybridText -InputObject $principal -Name 'Id'
            if ($id -eq '' -or $seen -contains $id) { continue }
            $seen += $id
            $principal
        }
    }
}

function Read-HybridApplication {
    <# .SYNOPSIS The dedicated application as the Graph step handed it over, proven where this shell can; stops on any doubt. #>
    [CmdletBinding()] param()
    $writer = Get-HybridScript -Id 'hybrid-application'
    $handOff = Read-HybridHandOff -Name 'application.json' -WrittenBy $writer
    $ids = @{}
    foreach ($name in @('app_id', 'application_object_id', 'service_principal_object_id', 'organization_guid')) {
        $parsed = [guid]::Empty
        if (-not [guid]::TryParse((Get-HybridText -InputObject $handOff -Name $name), [ref] $parsed) -or $parsed -eq [guid]::Empty) {
            Stop-HybridStep -Reason ('The hand-off file handoff/application.json has no valid {0}. Run {1} again. Nothing was changed.' -f $name, $writer)
        }
        $ids[$name] = $parsed.ToString()
    }
    $application = [pscustomobject] @{
        Name = 'ExchangeServerApp-{0}' -f $ids['organization_guid']; AppId = $ids['app_id']
        Id = $ids['application_object_id']; PrincipalId = $ids['service_principal_object_id']; Keys = @()
    }
    $reason = Get-HybridApplicationFault -Application $application -OrganizationGuid $ids['organization_guid']
    if ((Get-HybridText -InputObject $handOff -Name 'display_name') -ne $application.Name) { $reason = 'its display_name is another' }
    if ($reason -ne '') {
        Stop-HybridStep -Reason ('The hand-off file handoff/application.json is not taken: {0}. Find out who wrote it, and run {1} again. Nothing was changed.' -f $reason, $writer)
    }
    return $application
}

function Get-HybridApplicationFault {
    <# .SYNOPSIS Why an application is not the dedicated one of this organisation; empty when it is, or this shell cannot tell. #>
    [CmdletBinding()] param([object] $Application, [string] $OrganizationGuid)
    $context = $script:HybridRun.Step.Context
    if ($context -eq 'exchange-shell') {
        $config = @(Read-HybridOnce -Mark 'OrganizationConfig' -Command { Invoke-HybridRead -Command { Get-OrganizationConfig -ErrorAction Stop } })[0]
        $guid = Get-HybridText -InputObject $config -Name 'Guid'
        if ($guid -ne $OrganizationGuid) { return ('it is for the Exchange organisation {0}, this is {1}' -f $OrganizationGuid, $guid) }
    }
    if ($context -ne 'mggraph') { return '' }
    # An application of this tenant: those of others have a service principal here only.
    $filter = "displayName eq '{0}'" -f $Application.Name
    $found = @(Read-HybridOnce -Mark 'Application' -Command { Read-HybridGraph -Path 'applications' -Filter $filter -Property 'id', 'appId', 'displayName', 'keyCredentials' })
    if ($found.Count -ne 1) { return ('the tenant has {0} applications named {1}, there must be one' -f $found.Count, $Application.Name) }
    $known = @('AppId', 'Id' | ForEach-Object -Process { Get-HybridText -InputObject $found[0] -Name $_ })
    if ($known[0] -ne $Application.AppId -or $known[1] -ne $Application.Id) {
        return ('{0} is appId {1} (object {2}) in this tenant, the file says {3} ({4})' -f $Application.Name, $known[0], $known[1], $Application.AppId, $Application.Id)
    }
    $Application.Keys = @(Get-HybridItem -InputObject $found[0] -Name 'keyCredentials' | ForEach-Object -Process { ConvertTo-HybridKey -Credential $_ })
    return ''
}

function Get-HybridRole {
    <# .SYNOPSIS The application roles that the dedicated application needs, each with the service that defines it. #>
    # The ids of Microsoft Graph's roles are looked up by their values on its service principal.
    [CmdletBinding()] param([object[]] $Principal, [object[]] $Known, [string[]] $GraphValue)
    foreach ($role in $Known) { [pscustomobject] $role }
    if ($GraphValue.Count -eq 0) { return }
    $graphId = '00000003-0000-0000-c000-000000000000'
    $graph = @($Principal | Where-Object -FilterScript { (Get-HybridText -InputObject $_ -Name 'AppId') -eq $graphId })
    if ($graph.Count -ne 1) {
        Stop-HybridStep -Reason ('The tenant has {0} service principals of Microsoft Graph ({1}), there must be one. Nothing was changed.' -f $graph.Count, $graphId)
    }
    $offered = @(Get-HybridItem -InputObject $graph[0] -Name 'AppRoles')
    foreach ($value in $GraphValue) {
        $role = @($offered | Where-Object -FilterScript {
                (Get-HybridText -InputObject $_ -Name 'Value') -eq $value -and (Get-HybridList -InputObject $_ -Name 'AllowedMemberTypes') -contains 'Application'
            })
        if ($role.Count -ne 1) {
            Stop-HybridStep -Reason ('Microsoft Graph offers the application role {0} {1} times in this tenant, it must be there once. The Graph flow exists in the Global cloud only; set hybrid_api to ews if it is not offered here. Nothing was changed.' -f $value, $role.Count)
        }
        [pscustomobject] @{ Value = $value; ResourceAppId = $graphId; RoleId = Get-HybridText -InputObject $role[0] -Name 'Id' }
    }
}
