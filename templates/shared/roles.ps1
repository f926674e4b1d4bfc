# --- Permissions for Microsoft Graph ------------------------------------------------------------

function Get-HybridRole([object[]] $Principal, [string[]] $Value) {
    <# .SYNOPSIS Application roles that Microsoft Graph offers in this tenant, by their values. #>
    $graphId = '00000003-0000-0000-c000-000000000000'
    $graph = Select-HybridPrincipal -Principal $Principal -AppId $graphId
    $roles = @(Get-HybridItem -InputObject $graph -Name 'appRoles' | Select-HybridProperty -Text 'id', 'value' -List 'allowedMemberTypes')
    foreach ($one in $Value) {
        $found = @($roles | Where-Object { $_.value -eq $one -and $_.allowedMemberTypes -contains 'Application' })
        if ($found.Count -eq 1) { @{ Value = $one; ResourceAppId = $graphId; RoleId = $found[0].id }; continue }
        Stop-HybridStep -Reason "Microsoft Graph offers the application role $one $($found.Count) times in this tenant, it must be there once. The Graph flow exists in the Global cloud only; set hybrid_api to ews if it is not offered here."
    }
}
