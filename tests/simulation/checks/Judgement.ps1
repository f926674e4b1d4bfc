# The judgement turns for each cause, and the tests say what it says.

$script:OnlineTest = 'Test-OAuthConnectivity -Service EWS -TargetUri {0} -Mailbox {1} | ForEach-Object {{ "$($_.ResultType)"; $_.Detail }}'
$script:Organisations = @{ hbna = @('mail.hbna.co.kr', 'User1@hbna.co.kr', 'AdeleV@hbna.co.kr'); contoso = @('mail.contoso.com', 'User1@contoso.com', 'AdeleV@contoso.com') }
$script:OnlineFailures = 'forbidden-403', 'aadsts700027', 'aadsts50012', 'aadsts500011', 'aadsts700016', 'aadsts90002', 'aadsts65001', 'aadsts500014', 'missing-signing-certificate', 'no-trusted-issuer', 'duplicate-realm', 'wrong-cloud', 'invalid-user-2000005'
$script:PremisesFailures = 'unauthorized-401', 'invalid-signature-2000000', 'audience-hostname-2000003', 'invalid-user-2000005', 'missing-linked-account', 'http-404', 'http-405', 'wssecurity-500', 'iis-503', 'http-504', 'object-moved'
$script:Marks = @{ 'forbidden-403' = '(403)'; 'aadsts700027' = 'AADSTS700027'; 'aadsts50012' = 'AADSTS50012'; 'aadsts500011' = 'AADSTS500011'; 'aadsts700016' = 'AADSTS700016'; 'aadsts90002' = 'AADSTS90002'; 'aadsts65001' = 'AADSTS65001'; 'aadsts500014' = 'AADSTS500014'; 'missing-signing-certificate' = 'Missing signing certificate'; 'no-trusted-issuer' = 'None of them are configured'; 'duplicate-realm' = 'same realm'; 'wrong-cloud' = 'another cloud'; 'invalid-user-2000005' = '2000005'
    'unauthorized-401' = '(401)'; 'invalid-signature-2000000' = '2000000'; 'audience-hostname-2000003' = '2000003'; 'missing-linked-account' = 'linked account'; 'http-404' = '(404)'; 'http-405' = '(405)'; 'wssecurity-500' = '(500)'; 'iis-503' = '(503)'; 'http-504' = '(504)'; 'object-moved' = 'Object moved' }

foreach ($pair in @(@('hbna', 'shared-principal'), @('contoso', 'dedicated-app'))) {
    $organisation, $method = $pair
    $names = $script:Organisations[$organisation]
    $toOnline = $script:OnlineTest -f 'https://outlook.office365.com/ews/exchange.asmx', $names[1]
    $toPremises = $script:OnlineTest -f "https://$($names[0])/metadata/json/1", $names[2]
    Add-Case "$method, done: on-premises to online works" 'exchange-shell' $toOnline { param($r) $r.output[0] -eq 'Success'; $r.judgement.toOnline.works; $r.judgement.toOnPremises.works; $r.output[1] -match 'eyJ[\w-]+\.eyJ' } -Organisation $organisation -Method $method -Scenario 'done'
    Add-Case "$method, done: online to on-premises works" 'exo' $toPremises { param($r) $r.output[0] -eq 'Success' } -Organisation $organisation -Method $method -Scenario 'done'
    Add-Case "$method, nothing there: nothing works" 'exchange-shell' $toOnline { param($r) $r.output[0] -eq 'Error'; -not $r.judgement.toOnline.works; -not $r.judgement.toOnPremises.works } -Organisation $organisation -Method $method
    foreach ($failure in $script:OnlineFailures) {
        if ($method -eq 'shared-principal' -and $failure -in 'aadsts700027', 'aadsts700016', 'aadsts90002', 'aadsts65001') { continue }
        if ($method -eq 'dedicated-app' -and $failure -eq 'aadsts50012') { continue }
        $check = [scriptblock]::Create("param(`$r) `$r.output[0] -eq 'Error'; `$r.judgement.toOnline.failure -eq '$failure'; `$r.output[1].Contains('$($script:Marks[$failure])')")
        Add-Case "$method, $failure to online" 'exchange-shell' $toOnline $check -Organisation $organisation -Method $method -Scenario "failure:$failure"
    }
    foreach ($failure in $script:PremisesFailures) {
        $check = [scriptblock]::Create("param(`$r) `$r.output[0] -eq 'Error'; `$r.judgement.toOnPremises.failure -eq '$failure'; `$r.output[1].Contains('$($script:Marks[$failure])')")
        Add-Case "$method, $failure to on-premises" 'exo' $toPremises $check -Organisation $organisation -Method $method -Scenario "failure:$failure"
    }
}

function Add-JudgementCase {
    param([string] $Scenario, [string] $Failure, [string] $Direction = 'toOnline')
    Add-Case "dedicated-app, $Scenario`: $Failure" 'exchange-shell' '"x"' ([scriptblock]::Create("param(`$r) `$r.judgement.$Direction.failure -eq '$Failure'")) -Organisation 'contoso' -Method 'dedicated-app' -Scenario $Scenario
}
Add-JudgementCase 'override-disabled' 'forbidden-403'
Add-JudgementCase 'consent-missing' 'aadsts65001'
Add-JudgementCase 'foreign-application-id' 'aadsts700016'
Add-JudgementCase 'foreign-allow-list' 'forbidden-403'
Add-JudgementCase 'hcw-application' 'forbidden-403'
Add-JudgementCase 'staged-next' ''
Add-JudgementCase 'hybrid-agent' '' 'toOnPremises'
Add-JudgementCase 'half-by-hand' 'unauthorized-401' 'toOnPremises'
foreach ($cloud in 'gcc-high', 'dod', 'china') {
    Add-Case "$cloud, done: both directions" 'exchange-shell' '"x"' { param($r) $r.judgement.toOnline.works; $r.judgement.toOnPremises.works } -Organisation $cloud -Method 'dedicated-app' -Scenario 'done'
    Add-Case "$cloud, nothing there: metadata of the cloud" 'exchange-shell' ('$a = New-AuthServer -Name acs -AuthMetadataUrl "{0}"; $a.Realm.Length' -f @{ 'gcc-high' = 'https://login.microsoftonline.us/contosoagency.onmicrosoft.us/metadata/json/1'; 'dod' = 'https://login.microsoftonline.us/contosodod.onmicrosoft.us/metadata/json/1'; 'china' = 'https://accounts.accesscontrol.chinacloudapi.cn/contoso.partner.onmschina.cn/metadata/json/1' }[$cloud]) { param($r) $r.output[0] -eq '36' } -Organisation $cloud -Method 'dedicated-app'
}
Add-Case 'calls of users go through Microsoft Graph once the override acts, and fail without its consent; the test still calls EWS' 'exchange-shell' 'New-SettingOverride -Name g -Component SettingOverride -Section RouteThroughMSGraph -Parameters @("Enabled=true") -Reason r | Out-Null; foreach ($n in "EX01", "EX02") { Get-ExchangeDiagnosticInfo -Server $n -Process Microsoft.Exchange.Directory.TopologyService -Component VariantConfiguration -Argument Refresh | Out-Null }; Set-AuthServer -Identity evoSTS -GraphBaseUrl https://graph.microsoft.com; "$((Test-OAuthConnectivity -Service EWS -TargetUri https://outlook.office365.com/ews/exchange.asmx -Mailbox User1@contoso.com).ResultType)"' { param($r) $r.output[0] -eq 'Success'; $r.judgement.toOnline.failure -eq 'forbidden-403' } -Organisation 'contoso-graph' -Method 'dedicated-app' -Scenario 'done'
Add-Case 'a build without the Graph flow goes on with EWS' 'exchange-shell' 'New-SettingOverride -Name g -Component SettingOverride -Section RouteThroughMSGraph -Parameters @("Enabled=true") -Reason r | Out-Null; foreach ($n in "EX01", "EX02") { Get-ExchangeDiagnosticInfo -Server $n -Process Microsoft.Exchange.Directory.TopologyService -Component VariantConfiguration -Argument Refresh | Out-Null }' { param($r) $r.judgement.toOnline.works } -Organisation 'contoso' -Method 'dedicated-app' -Scenario 'done'
Add-Case 'an old server fails although all is configured' 'exchange-shell' '"x"' { param($r) $r.judgement.toOnline.failure -eq 'forbidden-403' } -Organisation 'hbna' -Method 'dedicated-app' -Scenario 'override-disabled'
Add-Case 'left by the wizard works where the shared principal is not blocked' 'exchange-shell' '"x"' { param($r) $r.judgement.toOnline.works; $r.judgement.toOnPremises.works } -Scenario 'left-by-hcw'
Add-Case 'and not where it is' 'exchange-shell' '"x"' { param($r) $r.judgement.toOnline.failure -eq 'forbidden-403'; $r.judgement.toOnPremises.works } -Scenario 'left-by-hcw' -Method 'dedicated-app'
Add-Case 'several servers are all judged' 'exchange-shell' '@(Get-ExchangeServer).Count; @(Get-ExchangeCertificate -Server EX09).Count' { param($r) ($r.output -join ' ') -eq '3 2' } -Scenario 'several-servers'
Add-Case 'people sign in with tokens when all of it is there' 'exchange-shell' 'Get-OrganizationConfig | Out-Null' { param($r) $r.judgement.signIn.works } -Scenario 'modern-authentication-on'
Add-Case 'people do not while the switch is off' 'exchange-shell' 'Get-OrganizationConfig | Out-Null' { param($r) $r.judgement.signIn.failure -eq 'profile-off' } -Scenario 'done'
$switch = 'Set-OrganizationConfig -OAuth2ClientProfileEnabled $true'
Add-Case 'nor while another endpoint is the default' 'exchange-shell' $switch { param($r) $r.judgement.signIn.failure -eq 'no-default-endpoint' } -Scenario 'another-default'
$switch += '; Set-AuthServer -Identity evoSTS -IsDefaultAuthorizationEndpoint $true'
Add-Case 'nor while a directory lacks OAuth' 'exchange-shell' $switch { param($r) $r.judgement.signIn.failure -eq 'oauth-off' } -Scenario 'directories-without-oauth'
Add-Case 'nor while a URL is no name of the principal' 'exchange-shell' $switch { param($r) $r.judgement.signIn.failure -eq 'name-missing' } -Scenario 'url-without-name'
