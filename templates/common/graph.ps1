# --- Microsoft Graph ---------------------------------------------------------------------------

function Get-HybridServicePrincipal {
    <# .SYNOPSIS The service principal of an application in this tenant; stops when there is none. #>
    [CmdletBinding()] param([string] $AppId, [string[]] $Property)
    $filter = "appId eq '{0}'" -f $AppId
    $found = @(Invoke-HybridRead -Command {
            Get-MgServicePrincipal -Filter $filter -Property $Property -All -ErrorAction Stop
        })
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
        foreach ($principal in @(Invoke-HybridRead -Command { Get-MgServicePrincipal -Filter $filter -Property $Property -All -ErrorAction Stop })) {
            $id = Get-HybridText -InputObject $principal -Name 'Id'
            if ($id -eq '' -or $seen -contains $id) { continue }
            $seen += $id
            $principal
        }
    }
}

function Read-HybridApplication {
    <# .SYNOPSIS The dedicated application as the Graph step handed it over; stops on any doubt. #>
    [CmdletBinding()] param()
    $writer = Get-HybridScript -Id 'hybrid-application'
    $handOff = Read-HybridHandOff -Name 'application.json' -WrittenBy $writer
    foreach ($name in @('app_id', 'service_principal_object_id', 'organization_guid')) {
        $parsed = [guid]::Empty
        if (-not [guid]::TryParse((Get-HybridText -InputObject $handOff -Name $name), [ref] $parsed) -or $parsed -eq [guid]::Empty) {
            Stop-HybridStep -Reason ('The hand-off file handoff/application.json has no valid {0}. Run {1} again. Nothing was changed.' -f $name, $writer)
        }
    }
    [pscustomobject] @{
        Name        = Get-HybridText -InputObject $handOff -Name 'display_name'
        AppId       = (Get-HybridText -InputObject $handOff -Name 'app_id').ToLowerInvariant()
        PrincipalId = (Get-HybridText -InputObject $handOff -Name 'service_principal_object_id').ToLowerInvariant()
    }
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
