//! Writes the PowerShell that sets up OAuth between an on-premises Exchange organisation and Exchange Online.
