// Synthetic logs in the layout of Option Omega's exports: every number is worked out by hand, none is anyone's.
export const HEADER = "Date Opened,Time Opened,Opening Price,Legs,Premium,Closing Price,Date Closed,Time Closed,Avg. Closing Cost,Reason For Close,P/L,P/L %,No. of Contracts,Funds at Close,Margin Req.,Strategy,Opening Commissions + Fees,Closing Commissions + Fees,Opening Short/Long Ratio,Closing Short/Long Ratio,Opening VIX,Closing VIX,Gap,Movement,Max Profit,Max Loss";

/** Newest first, as exported. 100,000 at the start; two spreads on one day, one closed in the same minute as the other. */
export const SAME_DAY = [
  HEADER,
  '2024-01-04,10:00:00,4700,"2 Jan 4 4650 P STO 3.00 | 2 Jan 4 4600 P BTO 1.00",200,4710,2024-01-04,16:00:00,0,Expired,394.00,98.5,2,"$100,488.00",9600,Puts,6.00,0,3,1,13.5,13.2,5,10,100,-25',
  '2024-01-03,10:00:00,4720,"1 Jan 3 4760 C STO 2.50 | 1 Jan 3 4780 C BTO 0.50",200,4705,2024-01-03,15:00:00,50,Profit Target,144.00,72,1,100094.00,1800,Calls,3.00,3.00,5,2,13.1,13.4,-4,-15,80,-10',
  '2024-01-03,09:45:00,4722,"1 Jan 3 4690 P STO 2.00 | 1 Jan 3 4670 P BTO 0.40",160,4705,2024-01-03,15:00:00,204,Stop Loss,(50.00),-31.25,1,99950.00,1840,Puts,3.00,3.00,5,2,13.1,13.4,-4,-17,20,-40',
].join("\n");

/** Multi-day iron condor and a calendar over the end of a year; the calendar's largest loss is not known from its legs alone. */
export const OVERNIGHT = [
  HEADER,
  '2024-12-27,15:30:00,6000,"1 Jan 17 5900 P STO 40.00 | 1 Jan 31 5900 P BTO 60.00",-2000,5950,2025-01-06,10:00:00,-2300,Exited at Specified Time,294.00,14.7,1,50688.00,2000,,3.00,3.00,0.6,0.7,,,,,20,-30',
  '2024-12-20,15:30:00,5900,"1 Jan 17 5700 P STO 12.00 | 1 Jan 17 5650 P BTO 8.00 | 1 Jan 17 6100 C STO 11.00 | 1 Jan 17 6150 C BTO 7.00",800,5980,2024-12-31,09:45:00,400,Profit Target,394.00,49.25,1,50394.00,4200,,3.00,3.00,1.5,1.2,18,17,-3,2,55,-10',
].join("\n");

export const OVERNIGHT_DAILY = [
  "Date,Net Liquidity,Current Funds,Withdrawn,Trading Funds,P/L,P/L %,Drawdown %",
  ...["2025-01-06,50688.00", "2025-01-03,50600.00", "2025-01-02,50500.00", "2024-12-31,50394.00", "2024-12-30,50300.00", "2024-12-27,50250.00", "2024-12-26,50200.00", "2024-12-24,50100.00", "2024-12-23,49900.00", "2024-12-20,49950.00"]
    .map((row, i, rows) => {
      const [date, equity] = row.split(",");
      return `${date},${equity},${equity},0,${equity},${(Number(equity) - Number(rows[i + 1]?.split(",")[1] ?? 50000)).toFixed(2)},0,0`;
    }),
].join("\n");

/** A live log: premiums per share, closing costs as received, no funds, no fees, times with fractions. */
export const LIVE = [
  '"Strategy","Date Opened","Time Opened","Opening Price","Legs","Initial Premium","No. of Contracts","P/L","Closing Price","Date Closed","Time Closed","Avg. Closing Cost","Reason For Close"',
  '"A | b, c","2024-03-05","15:30:41.4109846",5100.5,"1 Mar 8 5000 P STO 12.50 | 1 Mar 8 4950 P BTO 8.25",4.25,1,120.50000000000014,5120,"2024-03-06","14:13:07.4586558",-3,"Manual User Exit"',
  '"D","2024-03-06","09:45:00.1",5100.5,"1 Mar 15 5000 P STO 14.50 | 1 Mar 15 4950 P BTO 10.25",4.25,1,0,,"","","",""',
].join("\n");
