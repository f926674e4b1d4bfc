# --- The right shell, the right organisation ----------------------------------------------------

function Get-HybridCommand {
    <# .SYNOPSIS The command of that name in this session, without loading the module that has it. #>
    [CmdletBinding()] param([string] $Name)
    # With a wildcard only what is imported is looked at; without one, every module and folder.
    $imported = @(Get-Command -Name ('{0}*' -f $Name) -CommandType 'Function', 'Cmdlet' -ListImported -ErrorAction SilentlyContinue)
    @($imported | Where-Object -FilterScript { $_.Name -eq $Name })
}

function Test-HybridCommand {
    <# .SYNOPSIS Tells whether a command exists in this session. #>
    [CmdletBinding()] param([string] $Name)
    return (@(Get-HybridCommand -Name $Name).Count -gt 0)
}

function Get-HybridConnection {
    <# .SYNOPSIS The open connections of this process to Exchange Online. #>
    [CmdletBinding()] param()
    if (-not (Test-HybridCommand -Name 'Get-ConnectionInformation')) { return }
    foreach ($connection in @(Invoke-HybridRead -Command { Get-ConnectionInformation -ErrorAction Stop })) {
        if ($null -eq $connection) { continue }
        if ((Get-HybridText -InputObject $connection -Name 'IsEopSession') -eq 'True') { continue }
        if ((Get-HybridText -InputObject $connection -Name 'State') -in @('', 'Connected')) { $connection }
    }
}

function Assert-HybridDomain {
    <# .SYNOPSIS Stops unless every domain is an accepted domain of the organisation this shell is connected to. #>
    [CmdletBinding()] param([string[]] $Domain)
    $script:HybridRun.AcceptedDomains = @(Invoke-HybridRead -Command { Get-AcceptedDomain -ErrorAction Stop })
    $known = @($script:HybridRun.AcceptedDomains | ForEach-Object -Process { Get-HybridText -InputObject $_ -Name 'DomainName' })
    $missing = @($Domain | Where-Object -FilterScript { -not (Test-HybridContains -List $known -Text $_) })
    if ($missing.Count -gt 0) {
        Stop-HybridStep -Reason ('This shell is connected to another organisation, or a domain is missing: {0} not among the accepted domains ({1}). Nothing was changed.' -f ($missing -join ', '), ($known -join ', '))
    }
}

function Assert-HybridExchangeShell {
    <# .SYNOPSIS Stops unless this is the Exchange Management Shell of the organisation. #>
    [CmdletBinding()] param()
    if (-not (Test-HybridCommand -Name 'New-AuthServer')) {
        Stop-HybridStep -Reason 'This is not the Exchange Management Shell: New-AuthServer does not exist here. Open the shell on a Mailbox server, elevated, and run this script there. Nothing was changed.'
    }
    if (@(Get-HybridConnection).Count -gt 0) {
        Stop-HybridStep -Reason 'This shell is connected to Exchange Online, whose cmdlets bear the same names. Open a fresh Exchange Management Shell without Connect-ExchangeOnline. Nothing was changed.'
    }
    Assert-HybridDomain -Domain $script:HybridRun.Organization.SmtpDomains
}

function Assert-HybridExchangeOnline {
    <# .SYNOPSIS Stops unless this is an Exchange Online session of the tenant. #>
    [CmdletBinding()] param()
    $organization = $script:HybridRun.Organization
    $connect = 'Connect-ExchangeOnline -ExchangeEnvironmentName {0}' -f $organization.ExchangeEnvironment
    if (Test-HybridCommand -Name 'New-AuthServer') {
        Stop-HybridStep -Reason ('This is the Exchange Management Shell of the on-premises organisation. Open a fresh PowerShell and connect it: {0}. Nothing was changed.' -f $connect)
    }
    Assert-HybridModule -Module 'ExchangeOnlineManagement' -Command 'Get-ConnectionInformation' -Connect $connect
    $connections = @(Get-HybridConnection)
    if ($connections.Count -eq 0) {
        Stop-HybridStep -Reason ('This shell has no connection to Exchange Online. Connect first: {0}. Nothing was changed.' -f $connect)
    }
    foreach ($connection in $connections) {
        $tenant = Get-HybridText -InputObject $connection -Name 'TenantID'
        if ($organization.TenantId -ne '' -and $tenant -ne $organization.TenantId) {
            Stop-HybridStep -Reason ('This shell is connected to tenant {0}, the bundle is for {1}. Close it, open a fresh one and connect to the right tenant. Nothing was changed.' -f $tenant, $organization.TenantId)
        }
    }
    # A session for a delegated organisation shows one tenant while its cmdlets may run in another.
    Assert-HybridDomain -Domain @($organization.InitialDomain)
}

function Assert-HybridModule {
    <# .SYNOPSIS Stops when the module of this shell is not loaded or too old, with the command that mends it. #>
    [CmdletBinding()] param([string] $Module, [string] $Command, [string] $Connect)
    $least = [version] $script:HybridRun.Organization.Modules[$Module]
    $found = @(Get-HybridCommand -Name $Command)
    if ($found.Count -eq 0) { $what = 'is not loaded here' }
    elseif ($null -ne $found[0].Version -and $found[0].Version.Major -gt 0 -and $found[0].Version -lt $least) { $what = 'is {0}, {1} or later is needed' -f $found[0].Version, $least }
    else { return }
    Stop-HybridStep -Reason ('The module {0} {1}. Run: Install-Module -Name {0} -MinimumVersion {2} -Scope CurrentUser; then in a fresh PowerShell: {3}. Nothing was changed.' -f $Module, $what, $least, $Connect)
}

function Assert-HybridGraph {
    <# .SYNOPSIS Stops unless Microsoft Graph is connected to the tenant with the scopes of this step. #>
    [CmdletBinding()] param()
    $organization = $script:HybridRun.Organization
    $tenantName = $organization.TenantId
    if ($tenantName -eq '') { $tenantName = $organization.InitialDomain }
    $scopes = @($script:HybridRun.Step.Scopes)
    $connect = 'Connect-MgGraph -TenantId {0} -Environment {1} -Scopes {2}' -f $tenantName, $organization.GraphEnvironment, ($scopes -join ',')
    Assert-HybridModule -Module 'Microsoft.Graph.Authentication' -Command 'Get-MgContext' -Connect $connect
    $context = Invoke-HybridRead -Command { Get-MgContext -ErrorAction Stop }
    if ($null -eq $context) {
        Stop-HybridStep -Reason ('Microsoft Graph is not connected. Run: {0}. Nothing was changed.' -f $connect)
    }
    $environment = Get-HybridText -InputObject $context -Name 'Environment'
    if ($environment -ne '' -and $environment -ne $organization.GraphEnvironment) {
        Stop-HybridStep -Diagnosis 'wrong-cloud' -Reason ('Microsoft Graph is connected to the cloud {0}, the bundle is for {1}. Run: {2}. Nothing was changed.' -f $environment, $organization.GraphEnvironment, $connect)
    }
    if ($organization.TenantId -ne '') {
        $tenant = Get-HybridText -InputObject $context -Name 'TenantId'
        if ($tenant -ne $organization.TenantId) {
            Stop-HybridStep -Reason ('Microsoft Graph is connected to tenant {0}, the bundle is for {1}. Run: {2}. Nothing was changed.' -f $tenant, $organization.TenantId, $connect)
        }
    } else {
        Assert-HybridGraphDomain
    }
    $granted = Get-HybridList -InputObject $context -Name 'Scopes'
    # Who may write may read: Application.ReadWrite.All does for Application.Read.All.
    $missing = @($scopes | Where-Object -FilterScript {
            -not (Test-HybridContains -List $granted -Text $_) -and -not (Test-HybridContains -List $granted -Text $_.Replace('.Read.', '.ReadWrite.'))
        })
    if ($missing.Count -gt 0) {
        Stop-HybridStep -Diagnosis 'authorization-request-denied' -Reason ('This Microsoft Graph session lacks the permission {0}. Run: {1}. Nothing was changed.' -f ($missing -join ', '), $connect)
    }
}

function Assert-HybridGraphDomain {
    <# .SYNOPSIS Without a tenant id in the config: stops unless the initial domain belongs to the connected tenant. #>
    [CmdletBinding()] param()
    $organization = $script:HybridRun.Organization
    $answer = Invoke-HybridRead -Command {
        Invoke-MgGraphRequest -Method GET -Uri ('https://{0}/v1.0/organization?$select=id,verifiedDomains' -f $script:HybridRun.Organization.GraphHost) -ErrorAction Stop
    }
    foreach ($tenant in @(Get-HybridItem -InputObject $answer -Name 'value')) {
        foreach ($domain in @(Get-HybridItem -InputObject $tenant -Name 'verifiedDomains')) {
            if ((Get-HybridText -InputObject $domain -Name 'name') -eq $organization.InitialDomain) { return }
        }
    }
    Stop-HybridStep -Reason ('Microsoft Graph is connected to a tenant that does not have the domain {0}. Nothing was changed.' -f $organization.InitialDomain)
}

function Assert-HybridContext {
    <# .SYNOPSIS Proves shell and organisation before anything else is done. #>
    [CmdletBinding()] param()
    switch ($script:HybridRun.Step.Context) {
        'exchange-shell' { Assert-HybridExchangeShell }
        'exo' { Assert-HybridExchangeOnline }
        'mggraph' { Assert-HybridGraph }
    }
}
