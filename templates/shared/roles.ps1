# --- Its permissions ----------------------------------------------------------------------------

function Get-HybridRole([object[]] $Principal, [object[]] $Known, [string[]] $GraphValue) {
    <# .SYNOPSIS The application roles that the dedicated application needs, each with the service that defines it. #>
    # The ids of Microsoft Graph's roles are looked up by their values on its service principal.
    foreach ($role in $Known) { [pscustomobject] $role }
    if ($GraphValue.Count -eq 0) { return }
    $graphId = '00000003-0000-0000-c000-000000000000'
    $graph = @($Principal | Where-Object { (Get-HybridText -InputObject $_ -Name 'AppId') -eq $graphId })
    if ($graph.Count -ne 1) {
        Stop-HybridStep -Reason "The tenant has $($graph.Count) service principals of Microsoft Graph ($graphId), there must be one."
    }
    $offered = @(Get-HybridItem -InputObject $graph[0] -Name 'AppRoles')
    foreach ($value in $GraphValue) {
        $role = @($offered | Where-Object {
                (Get-HybridText -InputObject $_ -Name 'Value') -eq $value -and (Get-HybridList -InputObject $_ -Name 'AllowedMemberTypes') -contains 'Application'
            })
        if ($role.Count -ne 1) {
            Stop-HybridStep -Reason "Microsoft Graph offers the application role $value $($role.Count) times in this tenant, it must be there once. The Graph flow exists in the Global cloud only; set hybrid_api to ews if it is not offered here."
        }
        $id = Get-HybridText -InputObject $role[0] -Name 'Id'
        [pscustomobject] @{ Value = $value; ResourceAppId = $graphId; RoleId = $id }
    }
}
