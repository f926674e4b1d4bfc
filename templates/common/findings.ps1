# --- What a check found ------------------------------------------------------------------------

function Add-HybridFinding([string] $Check, [string] $Subject, [string] $Good, [string] $Warning, [string] $Blocks, [string] $Unknown) {
    <# .SYNOPSIS Says what a check found, by its level, and keeps it for the result and the evidence. #>
    $words = @{ good = $Good; warning = $Warning; blocks = $Blocks; unknown = $Unknown }
    $marks = @{ good = 'Good: '; warning = ''; blocks = 'This blocks: '; unknown = 'Unknown: ' }
    $level = @('blocks', 'warning', 'unknown', 'good' | Where-Object { $words[$_] -ne '' })[0]
    $line = Protect-HybridText -Text $words[$level]
    $script:HybridRun.Findings.Add([pscustomobject] ([ordered] @{ check = $Check; subject = $Subject; level = $level; text = $line }))
    Write-HybridMessage -Warning:($level -in @('warning', 'blocks')) -Text "$($marks[$level])$line"
}
