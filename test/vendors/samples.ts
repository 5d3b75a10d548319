// One header and record per format and layout, in the vendors' exact names; the values are made up.
import type { FileContext } from "../../src/vendors/format";

export interface Sample {
  format: string;
  header: string;
  record: string;
  context: Partial<FileContext>;
}

const sample = (format: string, header: string, record: string, context: Partial<FileContext> = {}): Sample => ({ format, header, record, context });

const ORATS_TAIL =
  "stkPx,expirDate,yte,strike,cVolu,cOi,pVolu,pOi,cBidPx,cValue,cAskPx,pBidPx,pValue,pAskPx,cBidIv,cMidIv,cAskIv,smoothSmvVol,pBidIv,pMidIv,pAskIv,iRate,divRate,residualRateData,delta,gamma,theta,vega,rho,phi,driftlessTheta,extVol,extCTheo,extPTheo,spot_px,trade_date";
const oratsTail = (spot: string, dividend = "0"): string =>
  `470.5,1/19/2024,0.043,465,1200,5300,2100,8800,8.1,8.15,8.2,2.05,2.1,2.15,0.124,0.1251,0.1262,0.125,0.126,0.1272,0.1284,0.053,${dividend},0.001,0.6543,0.02,-0.11,0.38,0.1,-0.1,-0.1,0.125,8.15,2.1,${spot},1/3/2024`;
export const orats37 = (ticker = "SPY", spot = "470.25", dividend = "0"): Sample => sample("orats-strikes", `ticker,${ORATS_TAIL}`, `${ticker},${oratsTail(spot, dividend)}`);
export const orats39 = (spot = "470.25", root = "SPY"): Sample =>
  sample("orats-strikes", `ticker,cOpra,pOpra,${ORATS_TAIL}`, `${root === "SPXW" ? "SPX" : root},${root}240119C00465000,${root}240119P00465000,${oratsTail(spot)}`);

const API =
  "ticker,tradeDate,expirDate,dte,strike,stockPrice,callVolume,callOpenInterest,callBidSize,callAskSize,putVolume,putOpenInterest,putBidSize,putAskSize,callBidPrice,callValue,callAskPrice,putBidPrice,putValue,putAskPrice,callBidIv,callMidIv,callAskIv,smvVol,putBidIv,putMidIv,putAskIv,residualRate,delta,gamma,theta,vega,rho,phi,driftlessTheta,extSmvVol,extCallValue,extPutValue,spotPrice,updatedAt";
export const oratsApi = (ticker = "SPY", day = "2024-01-03"): Sample =>
  sample("orats-api", API, `${ticker},${day},2024-01-19,17,465,470.5,1200,5300,10,11,2100,8800,12,13,8.1,8.15,8.2,2.05,2.1,2.15,0.124,0.1251,0.1262,0.125,0.126,0.1272,0.1284,0.001,0.6543,0.02,-0.11,0.38,0.1,-0.1,-0.1,0.125,8.15,2.1,470.25,${day}T20:46:00Z`);

const MINUTE =
  "ticker,tradeDate,expirDate,dte,strike,stockPrice,callVolume,callOpenInterest,callBidSize,callAskSize,putVolume,putOpenInterest,putBidSize,putAskSize,callBidPrice,callValue,callAskPrice,putBidPrice,putValue,putAskPrice,callBidIv,callMidIv,callAskIv,smvVol,putBidIv,putMidIv,putAskIv,residualRate,delta,gamma,theta,vega,rho,phi,driftlessTheta,callSmvVol,putSmvVol,extSmvVol,extCallValue,extPutValue,spotPrice,quoteDate,updatedAt,snapShotEstTime,snapShotDate,expiryTod,tickerId,monthId";
export const oratsMinute = (ticker = "SPX", settles = "pm"): Sample =>
  sample(
    "orats-api-minute", MINUTE,
    `${ticker},2024-01-03,2024-01-19,17,4700.0,4712.5,1200.0,5300.0,10.0,11.0,2100.0,8800.0,12.0,13.0,48.1,48.2,48.3,31.5,31.6,31.7,0.124,0.1251,0.1262,0.125,0.126,0.1272,0.1284,0.001,0.5543,5.01e-4,-1.1,4.8,1.1,-1.2,-1.1,0.125,0.126,0.125,48.2,31.6,4704.5,2024-01-03T19:44:40Z,2024-01-03T19:44:56Z,1445,2024-01-03T19:45:00Z,${settles},1,1`,
  );

const MAHLER = "ticker,trade_date,expir_date,dte,strike,option_type,stock_price,bid,ask,volume,open_interest,bid_iv,mid_iv,ask_iv,smv_vol,delta,gamma,theta,vega,rho,theoretical_value";
export const mahler = (right: "C" | "P" = "P"): Sample =>
  sample("mahler-parquet", MAHLER, `SPY,2024-01-03,2024-01-19,16,450.0,${right},470.5,1.05,1.07,2100,8800,0.15,0.1512,0.152,0.151,${right === "P" ? "-0.8612" : "0.8612"},0.01,-0.05,0.2,0.1,1.06`);

const OPTIONS_DATA = "symbol,expiration,strike,type,bid,ask,volume,open_interest,date,implied_volatility,delta,gamma,theta,vega,rho";
export const philippdubach = (greeks = "0.16123,-0.1823,0.00912,-0.1207,0.2415,-0.0312"): Sample =>
  sample("philippdubach", `contract_id,${OPTIONS_DATA}`, `SPY210129P00345000,SPY,2021-01-29,345.0,put,2.76,2.78,7424,48199,2021-01-04,${greeks}`);

export const ALPHA = "contractID,symbol,expiration,strike,type,last,mark,bid,bid_size,ask,ask_size,volume,open_interest,date,implied_volatility,delta,gamma,theta,vega,rho";
export const alpha = (greeks = "0.16123,-0.18230,0.00912,-0.12070,0.24150,-0.03120"): Sample =>
  sample("alphavantage", ALPHA, `SPY210129P00345000,SPY,2021-01-29,345.00,put,2.71,2.77,2.76,120,2.78,95,7424,48199,2021-01-04,${greeks}`);

const DX = "[QUOTE_UNIXTIME], [QUOTE_READTIME], [QUOTE_DATE], [QUOTE_TIME_HOURS], [UNDERLYING_LAST], [EXPIRE_DATE], [EXPIRE_UNIX], [DTE], [C_DELTA], [C_GAMMA], [C_VEGA], [C_THETA], [C_RHO], [C_IV], [C_VOLUME], [C_LAST], [C_SIZE], [C_BID], [C_ASK], [STRIKE], [P_BID], [P_ASK], [P_SIZE], [P_LAST], [P_DELTA], [P_GAMMA], [P_VEGA], [P_THETA], [P_RHO], [P_IV], [P_VOLUME], [STRIKE_DISTANCE], [STRIKE_DISTANCE_PCT]";
export const optionsdx = (file = "spy_eod_202401.txt", sides: { call?: string; put?: string } = {}): Sample =>
  sample(
    "optionsdx", DX,
    `1704315600, 2024-01-03 16:00, 2024-01-03, 16.000000, 468.790000, 2024-01-19, 1705698000, 16.000000, 0.654300, 0.018000, 0.380000, -0.110000, 0.120000, 0.125100, 1200.000000, 8.100000, 10 x 11, ${sides.call ?? "8.100000, 8.200000"}, 465.000000, ${sides.put ?? "2.050000, 2.150000"}, 12 x 13, 2.100000, -0.345700, 0.018000, 0.380000, -0.100000, -0.080000, 0.127200, , 3.800000, 0.008000`,
    { file },
  );

const EOD = "underlying_symbol,quote_date,root,expiration,strike,option_type,open,high,low,close,trade_volume,bid_size_1545,bid_1545,ask_size_1545,ask_1545,underlying_bid_1545,underlying_ask_1545";
const EOD_TAIL = "bid_size_eod,bid_eod,ask_size_eod,ask_eod,underlying_bid_eod,underlying_ask_eod,vwap,open_interest,delivery_code";
const CALCS = "implied_underlying_price_1545,active_underlying_price_1545,implied_volatility_1545,delta_1545,gamma_1545,theta_1545,vega_1545,rho_1545";
const EOD_FIRST = "SPXW,2024-01-19,4700.000,P,31.0000,35.5000,28.1000,30.2000,2100,12,31.5000,13,31.7000";
export const datashopEod = (day = "2024-01-03"): Sample =>
  sample("cboe-datashop-eod", `${EOD},${EOD_TAIL}`, `^SPX,${day},${EOD_FIRST},4704.1000,4705.0000,10,30.9000,9,31.3000,4706.0000,4706.5100,31.2500,8800,`);
export const datashopCalcs = (quotes = "0.0000,0.0000", ivAndDelta = "0.1272,-0.4432", delivery = ""): Sample =>
  sample("cboe-datashop-eod", `${EOD},${CALCS},${EOD_TAIL}`, `^SPX,2024-01-03,${EOD_FIRST},${quotes},4711.2500,4704.7500,${ivAndDelta},0.0019,-1.1,4.8,-0.9,10,30.9000,9,31.3000,0.0000,0.0000,31.2500,8800,${delivery}`);

export const INTERVALS =
  "underlying_symbol,quote_datetime,root,expiration,strike,option_type,open,high,low,close,trade_volume,bid_size,bid,ask_size,ask,underlying_bid,underlying_ask,implied_underlying_price,active_underlying_price,implied_volatility,delta,gamma,theta,vega,rho";
export const datashopInterval = (ivAndDelta = "0.1272,-0.4432"): Sample =>
  sample("cboe-datashop-intervals", INTERVALS, `^SPX,2024-01-03 15:45:00,SPXW,2024-01-19,4700,P,31.0,35.5,28.1,30.2,2100,12,31.5,13,31.7,4704.1,4705.0,4711.25,4704.75,${ivAndDelta},0.0019,-1.1,4.8,-0.9`);

const RAW_IV = "symbol,exchange,company_name,date,stock_price_close,option_symbol,option_expiration,strike,call/put,style,ask,bid,mean_price,settlement,iv,volume,open_interest,stock_price_for_iv,forward_price,isinterpolated,delta,vega,gamma,theta,rho";
export const rawIv = (dates: "padded" | "short" = "padded", iv = "0.2137"): Sample => {
  const [day, expiry] = dates === "padded" ? ["01/03/2011", "01/21/2011"] : ["1/3/11", "1/21/11"];
  return sample("ivolatility-rawiv", RAW_IV, `SPX,CBOE,S&P 500 Index (SPX),${day},1271.87,SPX   110122P01225000,${expiry},1225.0,P,E,6.6,6.1,6.35,0.0,${iv},5200,60123,1271.87,1270.7,,-0.1911,0.7,0.004,-0.3,-0.1`);
};

const YAHOO = "contractSymbol,lastTradeDate,strike,lastPrice,bid,ask,change,percentChange,volume,openInterest,impliedVolatility,inTheMoney,contractSize,currency";
export const yahoo = (file = "SPY_20260212_1759Z.csv", iv = "0.2141", volume = "12.0"): Sample =>
  sample("yfinance", YAHOO, `SPY260320P00650000,2026-02-12 17:58:01+00:00,650.0,6.05,6.01,6.07,0.5,9.1,${volume},4100.0,${iv},False,REGULAR,USD`, { file });
export const yahooPlus = (): Sample => {
  const { header, record, context } = yahoo();
  return sample("yfinance", `${header},optionType,expirationDate,days_to_expire,time_to_expire_years,underlyingPrice,moneyness`, `${record},put,2026-03-20,35,0.0958,683.5700073242188,1.0516`, context);
};

const L2 = "UnderlyingSymbol,UnderlyingPrice,Exchange,OptionRoot,OptionExt,Type,Expiration,DataDate,Strike,Last,Bid,Ask,Volume,OpenInterest,T1OpenInterest";
const L3 = "UnderlyingSymbol,UnderlyingPrice,Exchange,OptionSymbol,OptionExt,Type,Expiration,DataDate,Strike,Last,Bid,Ask,Volume,OpenInterest,IV,Delta,Gamma,Theta,Vega,AKA";
const L3_OLD = "UnderlyingSymbol,UnderlyingPrice,Exchange,OptionSymbol,OptionExt,Type,Expiration,DataDate,Strike,Last,Bid,Ask,Volume,OpenInterest,OI2,IV,G1,G2,G3,G4,G5,G6,Alias";
const HOD = "SPY,368.79,*,SPY210129P00345000,,put,01/29/2021,01/04/2021,345,2.71,2.76,2.78,7424,48199";
export const l2 = (): Sample => sample("historicaloptiondata", L2, `${HOD},48311`);
export const l3 = (): Sample => sample("historicaloptiondata", L3, `${HOD},0.2880,-0.1780,0.0094,-52.8,25.1,`);
export const l3Old = (): Sample => sample("historicaloptiondata", L3_OLD, `${HOD},48311,0.2880,0.2861,0.2899,-0.1780,0.0094,-52.8,25.1,`);

const LAMBDACLASS = "underlying,underlying_last, exchange,optionroot,optionext,type,expiration,quotedate,strike,last,bid,ask,volume,openinterest,impliedvol,delta,gamma,theta,vega,optionalias";
export const lambdaclass = (): Sample => sample("historicaloptiondata", LAMBDACLASS, "VXX,28.95,W,VXX161202C00020000,,call,12/02/2016,12/01/2016,20,7.96,8.75,8.95,0,1,0.01,0,0,0,0,");

const QUOTETABLE = "underlying,underlying_last,exchange,optionroot,type,expiration,quotedate,strike,last,net,bid,ask,volume,openinterest,impliedvol,delta,gamma";
export const quotetable = (): Sample => sample("cboe-quotetable", QUOTETABLE, "SPX,2919.04,CBOE,SPXW190426C00800000,call,04/26/2019,04/25/2019,800.0,0.0,0.0,2109.9,2128.2,0,2,7.9432,0.9985,0.0");

const DISCOUNT = "UnderlyingSymbol,UnderlyingPrice,Flags,OptionSymbol,Type,Expiration, DataDate,Strike,Last,Bid,Ask,Volume,OpenInterest,T1OpenInterest,IVMean,IVBid,IVAsk,Delta,Gamma,Theta,Vega,AKA";
export const discount = (): Sample => sample("discountoptiondata", DISCOUNT, "A,40.55,*,A160115P00040000,put,01/15/2016,01/05/2016,40,0.7,0.65,0.75,12,340,352,0.3313,0.3121,0.3504,-0.3871,0.2042,-0.03,0.024,A160115P00040000");

/** At least one sample of every layout. */
export const SAMPLES: readonly Sample[] = [
  orats37(), orats39(), oratsApi(), oratsMinute(), mahler(), philippdubach(), alpha(), optionsdx(), datashopEod(), datashopCalcs(), datashopInterval(), rawIv(), yahoo(), yahooPlus(),
  l2(), l3(), l3Old(), lambdaclass(), quotetable(), discount(),
];
