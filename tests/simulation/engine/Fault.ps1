# What goes wrong in a run: the plan is a list of { at, of, kind, times, cmdlet, retryAfter }.

# The fault that this call meets, if any. `of` is `call` (reads and writes), `write` or `sleep`; `times` counts on from `at`.
function Find-Fault {
    param([int] $Call, [int] $Write, [bool] $IsWrite, [string] $Cmdlet)
    foreach ($fault in @($script:Sim.Faults)) {
        if ($null -eq $fault) { continue }
        if ($fault['of'] -eq 'sleep') { continue }
        $count = $Call
        if ($fault['of'] -eq 'write') {
            if (-not $IsWrite) { continue }
            $count = $Write
        }
        if ($fault.Contains('cmdlet') -and $fault['cmdlet'] -and $fault['cmdlet'] -ne $Cmdlet) { continue }
        $times = if ($fault.Contains('times')) { [int]$fault['times'] } else { 1 }
        $at = [int]$fault['at']
        if ($count -ge $at -and $count -lt $at + $times) { return $fault }
    }
    return $null
}

# The script never goes on from here and nothing of it runs again, as if its process had been killed.
function Stop-Script { [void]$script:Sim.CutOff.Set(); [Threading.Thread]::Sleep([Threading.Timeout]::Infinite) }

function Stop-OwnProcess { [Diagnostics.Process]::GetCurrentProcess().Kill(); [Threading.Thread]::Sleep(10000) }

# Somebody presses Ctrl-C: the pipeline is stopped here, and what the script has in `finally` still runs.
function Wait-CtrlC {
    param($Cmdlet)
    [void]$script:Sim.CtrlC.Set()
    while (-not $Cmdlet.Stopping) { [Threading.Thread]::Sleep(1) }
}

# The error record that a fault shows in the shell it happens in. Texts are those that the shells are known to give.
function New-FaultError {
    param([string] $Context, [string] $Kind, [int] $RetryAfter, [string] $Target)
    if ($Context -eq 'mggraph') {
        switch ($Kind) {
            '503' { return New-GraphError 503 'Directory_ConcurrencyViolation' 'Unable to complete the request due to a concurrency violation. Please retry the operation.' $Target }
            '429' { return New-GraphError 429 'TooManyRequests' 'Too many requests.' $Target $RetryAfter }
            'key-policy' { return New-GraphError 400 'CredentialInvalidLifetimeAsPerAppPolicy' "Credential lifetime exceeds the max value allowed as per assigned policy '0'." $Target }
            'denied' { return New-GraphError 403 'Authorization_RequestDenied' 'Insufficient privileges to complete the operation.' $Target }
            default { return New-ServiceError 'An error occurred while sending the request. The response ended prematurely.' 'ConnectionError' 'ConnectionError' ([Net.Http.HttpRequestException]::new('An error occurred while sending the request. The response ended prematurely.')) }
        }
    }
    if ($Context -eq 'exo') {
        switch ($Kind) {
            '503' { return New-ServiceError '|System.Net.Http.HttpRequestException|Response status code does not indicate success: 503 (Service Unavailable). The server is too busy, retry the request later.' 'ServerBusy' 'ResourceUnavailable' }
            '429' { return New-ServiceError "|Microsoft.Exchange.Configuration.Tasks.ThrottlingException|Response status code does not indicate success: 429 (Too Many Requests). Retry after $RetryAfter seconds." 'TooManyRequests' 'LimitsExceeded' }
            'denied' { return New-ServiceError '|System.UnauthorizedAccessException|Access is denied. The role assigned to the user does not allow this operation: 403 (Forbidden).' 'AccessDenied' 'PermissionDenied' }
            default { return New-ServiceError 'An error occurred while sending the request. Unable to read data from the transport connection: An existing connection was forcibly closed by the remote host.' 'ConnectionError' 'ConnectionError' ([Net.Http.HttpRequestException]::new('An error occurred while sending the request. Unable to read data from the transport connection: An existing connection was forcibly closed by the remote host.')) }
        }
    }
    switch ($Kind) {
        '503' { return New-ServiceError 'Connecting to the remote server failed with the following error message: The WinRM client received an HTTP server error status (503), but the remote service did not include any other information about the cause of the failure.' 'RemotingServerBusy' 'ResourceUnavailable' }
        '429' { return New-ServiceError "The WinRM client received an HTTP status code of 429 from the remote WS-Management service. The system load quota has been exceeded. Send future requests at a slower rate: retry after $RetryAfter seconds." 'RemotingQuota' 'LimitsExceeded' }
        'denied' { return New-ServiceError 'Active Directory operation failed on DC01. This error is not retriable. Additional information: Access is denied. Active directory response: 00000005: SecErr: DSID-03152A29, problem 4003 (INSUFF_ACCESS_RIGHTS), data 0' 'ADOperationException' 'PermissionDenied' }
        default { return New-ServiceError 'Processing data from remote server failed with the following error message: The I/O operation has been aborted because of either a thread exit or an application request.' 'PSSessionStateBroken' 'ConnectionError' }
    }
}
