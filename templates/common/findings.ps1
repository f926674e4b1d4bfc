# --- What a check found ------------------------------------------------------------------------

function Add-HybridFinding {
    <# .SYNOPSIS Says what a check found, by its level, and keeps it for the result and the evidence. #>
    [CmdletBinding()] param(
        [string] $Check, [string] $Subject, [string] $Good, [string] $Warning, [string] $Blocks, [string] $Unknown
    )
    $words = @{ good = $Good; warning = $Warning; blocks = $Blocks; unknown = $Unknown }
    $level = @('blocks', 'warning', 'unknown', 'good' | Where-Object -FilterScript { $words[$_] -ne '' })[0]
    $line = Protect-HybridText -Text $words[$level]
    $finding = [ordered] @{ check = $Check; subject = $Subject; level = $level; text = $line }
    $script:HybridRun.Findings.Add([pscustomobject] $finding)
    switch ($level) {
        'good' { Write-HybridMessage -Text ('Good: {0}' -f $line) }
        'unknown' { Write-HybridMessage -Text ('Unknown: {0}' -f $line) }
        'warning' { Write-HybridMessage -Warning -Text $line }
        'blocks' { Write-HybridMessage -Warning -Text ('This blocks: {0}' -f $line) }
    }
}

function Get-HybridFinding {
    <# .SYNOPSIS The findings of one level, in the order in which they were made. #>
    [CmdletBinding()] param([string] $Level)
    @($script:HybridRun.Findings | Where-Object -FilterScript { $_.level -eq $Level })
}
