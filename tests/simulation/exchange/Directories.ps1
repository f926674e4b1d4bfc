# Virtual directories: kept in Active Directory, their authentication in the IIS of their server.

# What -IISAuthenticationMethods of Set-MapiVirtualDirectory takes.
$script:MapiMethods = 'Basic', 'Negotiate', 'Ntlm', 'OAuth'
# What the lists of Set-ActiveSyncVirtualDirectory take.
$script:ActiveSyncMethods = 'Adfs', 'Basic', 'Certificate', 'Digest', 'Fba', 'Kerberos', 'LiveIdBasic', 'LiveIdFba', 'LiveIdNegotiate', 'NegoEx', 'Negotiate', 'Ntlm', 'OAuth', 'WindowsIntegrated', 'WSSecurity'

function Assert-Methods {
    param($Bound, [string] $Name, [string[]] $Known)
    if (-not $Bound.ContainsKey($Name)) { return }
    $values = $Bound[$Name]
    if ($values -is [Collections.IDictionary]) { $values = @($values.Values | ForEach-Object { $_ }) }
    foreach ($value in @($values)) {
        if ($null -ne $value -and $Known -notcontains "$value") { Stop-WithError "Cannot convert value '$value' of $Name to type AuthenticationMethod. The possible values are '$($Known -join ', ')'." 'ParameterBindingFailed' 'InvalidArgument' }
    }
}

function Set-Directory {
    param([string] $Context, [string] $KindName, $Bound)
    $directory = Get-OneObject $Context $KindName $Bound['Identity']
    Assert-ServerAnswers "$($directory['Server'])"
    if ($KindName -eq 'MapiVirtualDirectory') { Assert-Methods $Bound 'IISAuthenticationMethods' $script:MapiMethods }
    foreach ($name in 'InternalAuthenticationMethods', 'ExternalAuthenticationMethods') { Assert-Methods $Bound $name $script:ActiveSyncMethods }
    $object = Invoke-GenericSet $Context $KindName $Bound @()
    # Of MAPI the three lists are one.
    if ($KindName -eq 'MapiVirtualDirectory') { foreach ($name in 'InternalAuthenticationMethods', 'ExternalAuthenticationMethods') { $object[$name] = @($object['IISAuthenticationMethods']) } }
}
