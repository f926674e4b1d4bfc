# Errors as Graph and its PowerShell SDK give them.

$script:StatusNames = @{ 400 = 'BadRequest'; 401 = 'Unauthorized'; 403 = 'Forbidden'; 404 = 'NotFound'; 409 = 'Conflict'; 429 = 'TooManyRequests'; 503 = 'ServiceUnavailable' }
$script:StatusTexts = @{ 400 = 'Bad Request'; 401 = 'Unauthorized'; 403 = 'Forbidden'; 404 = 'Not Found'; 409 = 'Conflict'; 429 = 'Too Many Requests'; 503 = 'Service Unavailable' }

function New-GraphError {
    param([int] $Status, [string] $Code, [string] $Message, [string] $Cmdlet, [int] $RetryAfter, $Details)
    $error = [ordered]@{ code = $Code; message = $Message }
    if ($Details) { $error['details'] = @($Details) }
    $error['innerError'] = [ordered]@{ date = (Get-SimulatedNow).ToString('yyyy-MM-ddTHH:mm:ss', [Globalization.CultureInfo]::InvariantCulture); 'request-id' = 'aaaaaaaa-0000-0000-0000-000000000001'; 'client-request-id' = 'aaaaaaaa-0000-0000-0000-000000000001' }
    $body = ConvertTo-Json ([ordered]@{ error = $error }) -Depth 8 -Compress
    $name = $script:StatusNames[$Status]
    $response = [Net.Http.HttpResponseMessage]::new([Net.HttpStatusCode]$Status)
    $response.Content = [Net.Http.StringContent]::new($body, [Text.Encoding]::UTF8, 'application/json')
    if ($RetryAfter -gt 0) { [void]$response.Headers.TryAddWithoutValidation('Retry-After', "$RetryAfter") }
    if ($Cmdlet -eq 'Invoke-MgGraphRequest') {
        $exception = [Net.Http.HttpRequestException]::new("Response status code does not indicate success: $name ($($script:StatusTexts[$Status])).", $null, [Net.HttpStatusCode]$Status)
        $shown = "$($script:Sim.RequestLine)`r`nHTTP/1.1 $Status $($script:StatusTexts[$Status])`r`n"
        if ($RetryAfter -gt 0) { $shown += "Retry-After: $RetryAfter`r`n" }
        $shown += "Content-Type: application/json`r`n`r`n$body"
        $id = 'InvokeGraphHttpResponseException,Microsoft.Graph.PowerShell.Authentication.Cmdlets.InvokeMgGraphRequest'
    } else {
        $exception = [Exception]::new("[$Code] : $Message")
        $shown = "$Message`r`n`r`nStatus: $Status ($name)`r`nErrorCode: $Code`r`nDate: $($error['innerError']['date'])`r`n`r`nHeaders:`r`n"
        if ($RetryAfter -gt 0) { $shown += "Retry-After                   : $RetryAfter`r`n" }
        $shown += 'request-id                    : aaaaaaaa-0000-0000-0000-000000000001'
        $id = "$Code,Microsoft.Graph.PowerShell.Cmdlets.$($Cmdlet.Replace('-', ''))"
    }
    # The SDK's exceptions carry the response; a property on the exception object reads the same.
    $exception | Add-Member -MemberType NoteProperty -Name Response -Value $response -Force
    $record = [Management.Automation.ErrorRecord]::new($exception, $id, 'InvalidOperation', $null)
    $record.ErrorDetails = [Management.Automation.ErrorDetails]::new($shown)
    return $record
}

function Stop-Graph {
    param([int] $Status, [string] $Code, [string] $Message, $Details)
    Stop-WithRecord (New-GraphError $Status $Code $Message $script:Sim.GraphCmdlet 0 $Details)
}

function Stop-GraphNotFound {
    param([string] $Id)
    Stop-Graph 404 'Request_ResourceNotFound' "Resource '$Id' does not exist or one of its queried reference-property objects are not present."
}

# Any one of the scopes suffices; a context without a connection cannot ask at all.
function Assert-Scope {
    param([string[]] $AnyOf)
    if (-not $script:Sim.Connected) { Stop-WithRecord (New-ServiceError 'Authentication needed. Please call Connect-MgGraph.' 'AuthenticationNeeded' 'AuthenticationError') }
    foreach ($scope in $AnyOf) { if ($script:Sim.Scopes -contains $scope) { return } }
    Stop-Graph 403 'Authorization_RequestDenied' 'Insufficient privileges to complete the operation.'
}
